import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { BlobServiceClient, type ContainerClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type BlobStoreOptions, startBlobStore } from "../../../functions/local/blob-store.ts";
import { isRunning } from "../../support/is-running.ts";
import { killHard, runNode } from "../../support/run-node.ts";
import { selfSigned } from "../../support/self-signed.ts";
import { watchChildren } from "../../support/watch-children.ts";

const modulePath = new URL("../../../functions/local/blob-store.ts", import.meta.url).href;
const key = Buffer.from("an account key of a test").toString("base64");
const blobName = " run 1/ü+%~#?.bin ";

let root: string;
let options: BlobStoreOptions;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "byob-blobs-"));
  await mkdir(join(root, "tmp"));
  vi.stubEnv("TMPDIR", join(root, "tmp"));
  options = { port: 0, dir: join(root, "blobs"), accounts: { acme: key, other: key }, containers: ["demo"] };
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

function containerOf(endpoint: string, account = "acme", accountKey = key): ContainerClient {
  const credential = new StorageSharedKeyCredential(account, accountKey);
  // The SDK passes on TLS options that its types do not name.
  const pipeline = { retryOptions: { maxTries: 1 }, tlsOptions: { ca: selfSigned.cert } };
  return new BlobServiceClient(`${endpoint}/${account}`, credential, pipeline).getContainerClient("demo");
}

const put = (endpoint: string) => containerOf(endpoint).getBlockBlobClient(blobName).upload("kept", 4);
const get = async (endpoint: string, accountKey = key) =>
  String(await containerOf(endpoint, "acme", accountKey).getBlobClient(blobName).downloadToBuffer());
const leftovers = () => readdir(join(root, "tmp"));

test("makes its accounts' containers and checks keys", async () => {
  const store = await startBlobStore(options);
  try {
    expect(store.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await put(store.endpoint);
    expect(await get(store.endpoint)).toBe("kept");
    expect(await containerOf(store.endpoint, "other").exists()).toBe(true);
    await expect(get(store.endpoint, "AAAA")).rejects.toMatchObject({ statusCode: 403 });
  } finally {
    await store.close();
  }
});

test("keeps its blobs over a clean end, and leaves no process and no file", async () => {
  const children = watchChildren();
  const first = await startBlobStore(options);
  await put(first.endpoint);
  await first.close();
  expect(children.stop().filter(isRunning)).toEqual([]);
  expect(await leftovers()).toEqual([]);

  const second = await startBlobStore(options);
  try {
    expect(await get(second.endpoint)).toBe("kept");
  } finally {
    await second.close();
  }
});

test("two stores in one process have accounts of their own", async () => {
  const { dir: _, ...inMemory } = options;
  const first = await startBlobStore(inMemory);
  const second = await startBlobStore({ ...inMemory, accounts: { acme: "BBBB" } });
  try {
    expect(await containerOf(first.endpoint).exists()).toBe(true);
    await expect(containerOf(second.endpoint).exists()).rejects.toMatchObject({ statusCode: 403 });
    expect(await containerOf(second.endpoint, "acme", "BBBB").exists()).toBe(true);
  } finally {
    await first.close();
    await second.close();
  }
});

test("speaks TLS", async () => {
  const store = await startBlobStore({ ...options, tls: selfSigned, oauth: "basic" });
  try {
    expect(store.endpoint).toMatch(/^https:/);
    await put(store.endpoint);
    expect(await get(store.endpoint)).toBe("kept");
  } finally {
    await store.close();
  }
});

test("lets in the origins that it was told, and no others", async () => {
  const store = await startBlobStore({ ...options, corsOrigins: ["https://app.acme.test"] });
  try {
    const preflight = (origin: string) =>
      fetch(`${store.endpoint}/acme/demo/k`, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "PUT",
          "access-control-request-headers": "content-type,x-ms-blob-type",
        },
      });
    const allowed = await preflight("https://app.acme.test");
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://app.acme.test");
    expect((await preflight("https://evil.test")).status).toBe(403);
  } finally {
    await store.close();
  }
});

test("rejects when the port is taken, and leaves no process and no file", async () => {
  const { dir: _, ...inMemory } = options;
  const first = await startBlobStore(inMemory);
  const children = watchChildren();
  try {
    const port = Number(new URL(first.endpoint).port);
    await expect(startBlobStore({ ...inMemory, port })).rejects.toThrow("address already in use");
  } finally {
    expect(children.stop().filter(isRunning)).toEqual([]);
    await first.close();
  }
  expect(await leftovers()).toEqual([]);
});

test.each(["SIGKILL", "SIGTERM"] as const)(
  "keeps its blobs over %s, and no child outlives it",
  async (signal) => {
    const { child, line } = await runNode(`
    import { subscribe } from "node:diagnostics_channel";
    import { startBlobStore } from ${JSON.stringify(modulePath)};
    const children = [];
    subscribe("child_process", ({ process }) => children.push(process));
    const { endpoint } = await startBlobStore(${JSON.stringify(options)});
    console.log(JSON.stringify({ endpoint, pids: children.map(({ pid }) => pid) }));
  `);
    const { endpoint, pids }: { endpoint: string; pids: number[] } = JSON.parse(line);
    expect(pids).toHaveLength(1);
    await put(endpoint);
    await killHard(child, signal);
    for (let attempt = 0; attempt < 100 && pids.some(isRunning); attempt++) await sleep(50);
    expect(pids.filter(isRunning)).toEqual([]);

    const store = await startBlobStore(options);
    try {
      expect(await get(store.endpoint)).toBe("kept");
    } finally {
      await store.close();
    }
  },
);
