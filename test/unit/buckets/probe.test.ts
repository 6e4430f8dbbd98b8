import { expect, test } from "vitest";
import type { StoreClient, StoreRequest } from "../../../lib/buckets/connecting/store-client.ts";
import { createProbe } from "../../../lib/buckets/probe.ts";
import { secret } from "../../../lib/secret.ts";
import { minioRoom } from "../../../lib/storage/minio/room.ts";
import type { StoreAnswer } from "../../../lib/storage/room.ts";

const bucket = {
  provider: "MINIO" as const,
  name: "data",
  path: "runs",
  region: "eu-1",
  endpoint: "http://minio.test:9000",
};

const keys = { accessKeyId: "K", secretAccessKey: secret("s") };
const signing = { now: () => new Date() };

/** A probe whose store answers as it is told, and what was sent and diagnosed. */
async function probeOver(answerTo: (request: StoreRequest) => StoreAnswer | undefined) {
  const sent: StoreRequest[] = [];
  const diagnosed: StoreAnswer[] = [];
  const client: StoreClient = {
    async send(request) {
      sent.push(request);
      const answer = answerTo(request);
      return answer ? { answered: true, answer } : { answered: false, message: "Nothing came." };
    },
    close: async () => undefined,
  };
  const deadline = new AbortController();
  const probe = createProbe({
    client,
    root: "runs/",
    room: {
      ...minioRoom,
      diagnose: (answer) => {
        diagnosed.push(answer);
        return minioRoom.diagnose(answer);
      },
    },
    signer: minioRoom.signer(bucket, keys, signing),
    multipart: await minioRoom.multipart(bucket, keys, signing),
    deadline: deadline.signal,
  });
  return { probe, sent, diagnosed, deadline: deadline.signal };
}

const answer = (status: number, text = ""): StoreAnswer => ({
  status,
  headers: {},
  body: new TextEncoder().encode(text),
});

test("a long answer is looked through only at its beginning, and downloaded whole", async () => {
  const { probe, diagnosed } = await probeOver(() => answer(200, "<Error>".repeat(30_000)));
  const spent = await probe.download();
  expect(diagnosed.map(({ body }) => body.byteLength)).toEqual([4096]);
  expect(spent.answer?.body.byteLength).toBe(210_000);
});

test("list, upload and download are sent once, however often they are asked for", async () => {
  const { probe, sent } = await probeOver(() => answer(200, "<ListBucketResult/>"));
  for (const ask of [probe.list, probe.upload, probe.download]) {
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(second).toBe(first);
  }
  expect(sent.map(({ method }) => method)).toEqual(["GET", "PUT", "GET"]);
});

test("the sweep deletes what was not yet deleted, and the deadline does not hold it up", async () => {
  const { probe, sent, deadline } = await probeOver(({ method, url }) =>
    method === "PUT" && url.includes("lost") ? undefined : answer(method === "DELETE" ? 204 : 200),
  );
  const body = new Uint8Array(1);
  for (const name of ["gone", "kept", "lost"]) await probe.put(probe.key(name), body);
  await probe.remove(probe.key("gone"));
  await probe.remove(probe.key("lost"));
  expect(sent.every((request) => request.deadline === deadline)).toBe(true);
  sent.length = 0;
  await probe.sweep();
  expect(sent.map(({ method, url }) => `${method} ${/(gone|kept|lost)\?/.exec(url)?.[1]}`)).toEqual([
    "DELETE kept",
    "DELETE lost",
  ]);
  expect(sent.some((request) => request.deadline !== undefined)).toBe(false);
});

test("keys of the probe lie in a folder of its own under the root, and the key outside does not", async () => {
  const { probe: one } = await probeOver(() => undefined);
  const { probe: two } = await probeOver(() => undefined);
  expect(one.key("x")).toMatch(/^runs\/\.wandb-byob\/probe\/[0-9a-f-]{36}\/x$/);
  expect(one.key("x")).not.toBe(two.key("x"));
  expect(one.outsideKey.startsWith("runs/")).toBe(false);
});
