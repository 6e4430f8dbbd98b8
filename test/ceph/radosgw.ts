import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cephConfig, monitorAddress } from "./ceph-config.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { assertInstalled } from "./installed.ts";
import { runTool } from "./run-tool.ts";

/** A running Ceph object gateway, S3 and STS on one endpoint. */
export interface Radosgw {
  endpoint: string;
  /** For Ceph's own tools; see `radosgwAdmin`. */
  configFile: string;
  stop(): Promise<void>;
}

interface RadosgwOptions {
  /** Any free one when absent. */
  gatewayPort?: number;
  monitorPort?: number;
}

const READY_TRIES = 240;
const READY_PAUSE_MS = 250;
const TRY_TIMEOUT_MS = 2_000;

/** Starts a cluster of one monitor, one object store and one gateway on 127.0.0.1. Needs `test/ceph/install.sh`. */
export async function startRadosgw(options: RadosgwOptions = {}): Promise<Radosgw> {
  assertInstalled();
  const directory = mkdtempSync(join(tmpdir(), "byob-ceph-"));
  const daemons: Daemon[] = [];
  const stop = async () => {
    for (const daemon of daemons.toReversed()) await daemon.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const gatewayPort = options.gatewayPort ?? (await freePort());
    const monitorPort = options.monitorPort ?? (await freePort());
    const configFile = await startCluster({ directory, gatewayPort, monitorPort }, daemons);
    const endpoint = `http://127.0.0.1:${gatewayPort}`;
    await untilReady(endpoint, daemons);
    return { endpoint, configFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startCluster(
  plan: { directory: string; gatewayPort: number; monitorPort: number },
  daemons: Daemon[],
): Promise<string> {
  const at = (name: string) => join(plan.directory, name);
  const clusterId = randomUUID();
  const configFile = at("ceph.conf");
  for (const folder of ["mon", "osd", "rgw"]) mkdirSync(at(folder));
  writeFileSync(at("keyring"), "");
  writeFileSync(configFile, cephConfig({ ...plan, clusterId }));

  const tool = (command: string, ...args: string[]) => runTool(configFile, command, args);
  const daemon = async (command: string, ...args: string[]) =>
    daemons.push(await startDaemon(command, ["-c", configFile, "-f", ...args], at(`${command}.out`)));

  const monitor = ["--addv", "a", monitorAddress(plan.monitorPort), at("monmap")];
  await tool("monmaptool", "--create", "--fsid", clusterId, ...monitor);
  await tool("ceph-mon", "--mkfs", "-i", "a", "--monmap", at("monmap"));
  await daemon("ceph-mon", "-i", "a");
  // The monitor ignores an object store whose uuid it was not told of.
  const storeId = randomUUID();
  await tool("ceph", "--connect-timeout", "30", "osd", "new", storeId);
  await tool("ceph-osd", "--mkfs", "-i", "0", "--osd-uuid", storeId);
  await daemon("ceph-osd", "-i", "0");
  await daemon("radosgw", "-n", "client.rgw");
  return configFile;
}

async function untilReady(endpoint: string, daemons: Daemon[]): Promise<void> {
  for (let attempt = 0; attempt < READY_TRIES; attempt++) {
    for (const daemon of daemons) daemon.assertRunning();
    const answer = await fetch(endpoint, { signal: AbortSignal.timeout(TRY_TIMEOUT_MS) }).catch(
      () => undefined,
    );
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await sleep(READY_PAUSE_MS);
  }
  throw new Error(`radosgw did not answer at ${endpoint} in ${READY_TRIES} tries.`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}
