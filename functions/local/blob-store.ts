import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { prepareAccount } from "./blob-account.ts";

export interface BlobStoreOptions {
  /** 0 takes any free port. */
  port: number;
  /** Where blobs are kept; without it they are gone when the store closes. */
  dir?: string;
  /** Account keys in base64, by account name. */
  accounts: Readonly<Record<string, string>>;
  /** Created in every account that lacks them. */
  containers?: readonly string[];
  /** Origins that the accounts' CORS rule lets in, as W&B's document has it; without it no browser gets in. */
  corsOrigins?: readonly string[];
  /** PEM. */
  tls?: { cert: string; key: string };
  /** Takes any well-formed bearer token of Azure's, which managed identities need; over TLS only. */
  oauth?: "basic";
}

export interface BlobStore {
  /** `http(s)://127.0.0.1:<port>`; an account is the first segment of the path. */
  endpoint: string;
  close(): Promise<void>;
}

const program = fileURLToPath(new URL("./blob-store-process.ts", import.meta.url));

/**
 * Azure Blob Storage by Azurite, which checks SAS tokens and applies CORS rules, in a process of its own: its accounts
 * are global to a process. Rejects with Azurite's own sentence when the port is taken; ask `assertFree` first.
 * https://learn.microsoft.com/azure/storage/common/storage-use-azurite
 */
export async function startBlobStore(options: BlobStoreOptions): Promise<BlobStore> {
  const { accounts, containers = [], corsOrigins = [], tls } = options;
  const scratch = await mkdtemp(join(tmpdir(), "byob-azurite-"));
  const child = start(await argumentsOf(options, scratch), accounts);
  const close = () => end(child);
  try {
    // Once it listens, or has ended, it has read its certificate.
    const endpoint = await endpointOf(child).finally(() => rm(scratch, { recursive: true }));
    for (const [name, accountKey] of Object.entries(accounts)) {
      await prepareAccount({ endpoint, name, accountKey, containers, corsOrigins, ca: tls?.cert });
    }
    return { endpoint, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function start(args: readonly string[], accounts: BlobStoreOptions["accounts"]): ChildProcess {
  const list = Object.entries(accounts).map(([name, key]) => `${name}:${key}`);
  return spawn(process.execPath, [program, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    // Its own process group: Ctrl-C in the terminal must not end it before whoever still uses it.
    detached: true,
    windowsHide: true,
    env: { ...process.env, AZURITE_ACCOUNTS: list.join(";"), NODE_OPTIONS: "" },
  });
}

async function argumentsOf({ port, dir, tls, oauth }: BlobStoreOptions, scratch: string): Promise<string[]> {
  const place = dir === undefined ? ["--inMemoryPersistence"] : ["--location", dir];
  const base = ["--blobHost", "127.0.0.1", "--blobPort", String(port), ...place];
  // Azure's SDK (12.34) names a version of the API in its requests that Azurite (3.37) does not know yet.
  const flags = ["--silent", "--disableTelemetry", "--skipApiVersionCheck"];
  if (tls === undefined) return [...base, ...flags];
  const [cert, key] = [join(scratch, "cert.pem"), join(scratch, "key.pem")];
  await writeFile(cert, tls.cert);
  await writeFile(key, tls.key, { mode: 0o600 });
  return [...base, ...flags, "--cert", cert, "--key", key, ...(oauth ? ["--oauth", oauth] : [])];
}

/** What it says once it listens, or its last words. */
async function endpointOf(child: ChildProcess): Promise<string> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("Azurite has no output.");
  let words = "";
  stderr.on("data", (chunk) => {
    words = `${words}${chunk}`.slice(-2_000);
  });
  const lines = createInterface({ input: stdout });
  for await (const line of lines) {
    const endpoint = /listens on (https?:\/\/\S+)/.exec(line)?.[1];
    if (endpoint === undefined) continue;
    stdout.resume();
    return endpoint;
  }
  throw new Error(`Azurite ended before it listened. ${words.trim()}`.trim());
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.stdin?.end();
  await ended;
}
