import { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { Miniflare, type MiniflareOptions } from "miniflare";
import { startOrphanGuard } from "./orphan-guard.ts";

export interface ObjectStoreOptions {
  /** 0 takes any free port. */
  port: number;
  /** Where objects are kept; without it they are gone when the store closes. */
  dir?: string;
  /** By bucket name. Buckets with the same pair of keys belong to one account. */
  buckets: Readonly<Record<string, { accessKeyId: string; secretAccessKey: string }>>;
}

export interface ObjectStore {
  /** Path-style S3 endpoint, without a trailing slash: `http://127.0.0.1:<port>/cdn-cgi/local/r2/s3`. */
  endpoint: string;
  close(): Promise<void>;
}

/**
 * An S3 store that checks SigV4, by miniflare's R2 simulator. CORS cannot be configured: `*` for everybody, but a
 * request whose `Origin` is not localhost gets a bare 403.
 * Rejects with miniflare's own error when the port is taken; ask `assertFree` first.
 * https://developers.cloudflare.com/r2/api/s3/api/
 */
export async function startObjectStore(options: ObjectStoreOptions): Promise<ObjectStore> {
  const { dir = await mkdtemp(join(tmpdir(), "byob-objects-")) } = options;
  const guard = startOrphanGuard();
  // Miniflare tells nobody its workerd's pid, and starts a new one after a crash; Node tells of every child.
  const onChild = (message: unknown) => {
    const child = typeof message === "object" && message !== null && "process" in message && message.process;
    if (!(child instanceof ChildProcess)) return;
    child.once("spawn", () => {
      if (child.spawnfile.includes("workerd")) guard.watch(child);
    });
  };
  subscribe("child_process", onChild);
  const miniflare = withoutSignalHandlers(() => new Miniflare(miniflareOptions({ ...options, dir })));
  const close = async () => {
    try {
      await miniflare.dispose();
    } finally {
      unsubscribe("child_process", onChild);
      await guard.close();
      // Miniflare removes a folder of its own without waiting for it, which a process that ends leaves behind.
      if (options.dir === undefined) await rm(dir, { recursive: true, force: true });
    }
  };
  try {
    const url = await miniflare.ready;
    return { endpoint: new URL("/cdn-cgi/local/r2/s3", url).href, close };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

function miniflareOptions({ port, dir, buckets }: ObjectStoreOptions & { dir: string }): MiniflareOptions {
  return {
    host: "127.0.0.1",
    port,
    cache: false,
    // Without it miniflare asks workers.cloudflare.com where we are.
    cf: false,
    compatibilityDate: "2026-01-01",
    modules: true,
    // workerd warns of every upload in parts ("NOSENTRY …"), which is about its own telemetry.
    handleRuntimeStdio(stdout: Readable, stderr: Readable) {
      stdout.resume();
      createInterface({ input: stderr }).on("line", (line) => {
        if (!line.includes("NOSENTRY")) process.stderr.write(`${line}\n`);
      });
    },
    script: "export default { fetch: () => new Response(null, { status: 404 }) };",
    r2Buckets: Object.fromEntries(
      Object.entries(buckets).map(([id, s3Credentials]) => [id, { id, s3Credentials }]),
    ),
    r2Persist: dir,
    // For what we do not use, but would stay in the system's temporary folder after a kill.
    defaultPersistRoot: dir,
  };
}

/** Miniflare exits the process on SIGINT and SIGTERM, before whoever called us could end cleanly. The guard suffices. */
function withoutSignalHandlers<T>(create: () => T): T {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const before = signals.map((signal) => process.listeners(signal));
  const created = create();
  for (const [index, signal] of signals.entries()) {
    for (const listener of process.listeners(signal)) {
      if (!before[index]?.includes(listener)) process.off(signal, listener);
    }
  }
  return created;
}
