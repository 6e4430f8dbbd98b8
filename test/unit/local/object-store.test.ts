import type { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startObjectStore } from "../../../functions/local/object-store.ts";
import { isRunning } from "../../support/is-running.ts";
import { killHard, runNode } from "../../support/run-node.ts";

const modulePath = new URL("../../../functions/local/object-store.ts", import.meta.url).href;
const keys = { accessKeyId: "AKDEMO", secretAccessKey: "demo-secret" };
const buckets = { demo: keys };
const object = { Bucket: "demo", Key: " run 1/ü+%~#?.bin " };

let dir: string;
const clients: S3Client[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "byob-store-"));
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await rm(dir, { recursive: true });
});

function clientOf(endpoint: string, credentials = keys): S3Client {
  const client = new S3Client({
    endpoint,
    region: "auto",
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  clients.push(client);
  return client;
}

const put = (endpoint: string) => clientOf(endpoint).send(new PutObjectCommand({ ...object, Body: "kept" }));
const get = async (endpoint: string, credentials = keys) =>
  (await clientOf(endpoint, credentials).send(new GetObjectCommand(object))).Body?.transformToString();

test("serves S3 under its base path and checks signatures", async () => {
  const store = await startObjectStore({ port: 0, dir, buckets });
  try {
    expect(store.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/cdn-cgi\/local\/r2\/s3$/);
    await put(store.endpoint);
    expect(await get(store.endpoint)).toBe("kept");
    await expect(get(store.endpoint, { ...keys, secretAccessKey: "wrong" })).rejects.toThrow("signature");
  } finally {
    await store.close();
  }
});

test("keeps its objects over a clean end, and leaves no process and no signal handler", async () => {
  const children: ChildProcess[] = [];
  const note = (message: unknown) => children.push((message as { process: ChildProcess }).process);
  const handlers = ["SIGINT", "SIGTERM"].map((signal) => process.listenerCount(signal));
  subscribe("child_process", note);
  const first = await startObjectStore({ port: 0, dir, buckets });
  await put(first.endpoint);
  expect(["SIGINT", "SIGTERM"].map((signal) => process.listenerCount(signal))).toEqual(handlers);
  await first.close();
  unsubscribe("child_process", note);
  expect(children.length).toBeGreaterThanOrEqual(2);
  expect(children.filter(({ pid }) => pid !== undefined && isRunning(pid))).toEqual([]);

  const second = await startObjectStore({ port: 0, dir, buckets });
  try {
    expect(await get(second.endpoint)).toBe("kept");
  } finally {
    await second.close();
  }
});

test("rejects when the port is taken, and leaves no process", async () => {
  const first = await startObjectStore({ port: 0, buckets });
  const children: ChildProcess[] = [];
  const note = (message: unknown) => children.push((message as { process: ChildProcess }).process);
  subscribe("child_process", note);
  try {
    const port = Number(new URL(first.endpoint).port);
    await expect(startObjectStore({ port, dir, buckets })).rejects.toThrow("Address already in use");
    expect(children.length).toBeGreaterThanOrEqual(2);
    expect(children.filter(({ pid }) => pid !== undefined && isRunning(pid))).toEqual([]);
  } finally {
    unsubscribe("child_process", note);
    await first.close();
  }
});

test.each(["SIGKILL", "SIGTERM"] as const)(
  "keeps its objects over %s, and no child outlives it",
  async (signal) => {
    const { child, line } = await runNode(`
    import { subscribe } from "node:diagnostics_channel";
    import { startObjectStore } from ${JSON.stringify(modulePath)};
    const children = [];
    subscribe("child_process", ({ process }) => children.push(process));
    const { endpoint } = await startObjectStore(${JSON.stringify({ port: 0, dir, buckets })});
    console.log(JSON.stringify({ endpoint, pids: children.map(({ pid }) => pid) }));
  `);
    const { endpoint, pids }: { endpoint: string; pids: number[] } = JSON.parse(line);
    expect(pids.length).toBeGreaterThanOrEqual(2);
    await put(endpoint);
    await killHard(child, signal);
    for (let attempt = 0; attempt < 100 && pids.some(isRunning); attempt++) await sleep(50);
    expect(pids.filter(isRunning)).toEqual([]);

    const store = await startObjectStore({ port: 0, dir, buckets });
    try {
      expect(await get(store.endpoint)).toBe("kept");
    } finally {
      await store.close();
    }
  },
);
