import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { STORAGE_ADMIN } from "../../../../functions/local/gcs/gcs-bucket.ts";
import { type GcsServer, startGcsServer } from "../../../../functions/local/gcs/server.ts";
import { secret } from "../../../../lib/secret.ts";
import { beginUpload, codeOf, hmacCalls, partList, type Send } from "./signed-calls.ts";

const EMAIL = "byob@acme.iam.gserviceaccount.com";
const PART_BYTES = 5 * 1024 * 1024;
const BIG = randomBytes(PART_BYTES).toString("hex").slice(0, PART_BYTES);

let dir: string;
let server: GcsServer;
let send: Send;

async function start(now = () => new Date()): Promise<void> {
  server = await startGcsServer({
    port: 0,
    accounts: [{ email: EMAIL, hmacKeys: { GOOG1EBYOB: "secret" } }],
    buckets: [{ name: "acme-bucket", permissions: { [EMAIL]: STORAGE_ADMIN } }],
    dir,
    now,
  });
  send = hmacCalls(server.endpoint, { accessKeyId: "GOOG1EBYOB", secretAccessKey: secret("secret") });
}

async function restart(): Promise<void> {
  await server.close();
  await start();
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "gcs-"));
  await start();
});
afterEach(async () => {
  await server.close();
  await rm(dir, { recursive: true });
});

const part = async (uploadId: string, partNumber: number, body: string) => {
  const parameters = { partNumber: String(partNumber), uploadId };
  return String((await send({ method: "PUT", key: "a", parameters, body })).headers.etag);
};
const filesIn = async (folder: string) =>
  (await readdir(join(dir, folder), { recursive: true, withFileTypes: true })).filter((each) =>
    each.isFile(),
  );

test("an upload goes on where it was when the server starts again, and so does its object", async () => {
  const uploadId = await beginUpload(send, "a", { "content-type": "text/x-log" });
  await part(uploadId, 1, "replaced");
  const one = await part(uploadId, 1, BIG);
  await restart();
  const two = await part(uploadId, 2, "end");
  await server.close();
  for (const name of ["1-1-0123456789abcdef-1", "2-9999999999999-half-1.new"])
    await writeFile(join(dir, "uploads", uploadId, name), "of a killed server");
  await start();
  const body = partList([
    [1, one],
    [2, two],
  ]);
  expect((await send({ method: "POST", key: "a", parameters: { uploadId }, body })).status).toBe(200);
  const before = await send({ method: "GET", key: "a" });
  await restart();
  const after = await send({ method: "GET", key: "a" });
  expect(after.text === `${BIG}end`).toBe(true);
  expect(after.headers).toMatchObject({
    "content-type": "text/x-log",
    etag: before.headers.etag,
    "x-goog-hash": before.headers["x-goog-hash"],
    "x-goog-generation": before.headers["x-goog-generation"],
  });
});

test("nothing is left of parts that were replaced, completed or aborted, nor of objects", async () => {
  const uploadId = await beginUpload(send, "a");
  await part(uploadId, 1, "one");
  await part(uploadId, 1, BIG);
  await part(uploadId, 1, BIG);
  expect(await filesIn("uploads")).toHaveLength(2);
  const body = partList([[1, await part(uploadId, 1, BIG)]]);
  await send({ method: "POST", key: "a", parameters: { uploadId }, body });
  const aborted = await beginUpload(send, "a");
  await part(aborted, 1, BIG);
  await send({ method: "DELETE", key: "a", parameters: { uploadId: aborted } });
  expect([await filesIn("uploads"), await filesIn("incoming")]).toEqual([[], []]);

  for (const text of [BIG, "small", BIG]) await send({ method: "PUT", key: "a", body: text });
  expect(await filesIn("objects")).toHaveLength(2);
  await send({ method: "DELETE", key: "a" });
  expect([await filesIn("objects"), await filesIn("incoming")]).toEqual([[], []]);
});

test("a part that is sent twice in one millisecond stays", async () => {
  await server.close();
  const frozen = new Date();
  await start(() => frozen);
  const uploadId = await beginUpload(send, "a");
  await part(uploadId, 1, "one");
  const body = partList([[1, await part(uploadId, 1, "one")]]);
  expect((await send({ method: "POST", key: "a", parameters: { uploadId }, body })).status).toBe(200);
});

test("a body that is refused leaves nothing", async () => {
  const parameters = { partNumber: "1", uploadId: "none" };
  expect(codeOf(await send({ method: "PUT", key: "a", parameters, body: BIG }))).toBe("404 NoSuchUpload");
  expect(await filesIn("incoming")).toEqual([]);
});

test("what a client that leaves has sent is not kept", async () => {
  const { hostname, port } = new URL(server.endpoint);
  const socket = connect(Number(port), hostname);
  socket.write(`PUT /acme-bucket/a HTTP/1.1\r\nhost: a\r\ncontent-length: ${2 * PART_BYTES}\r\n\r\n${BIG}`);
  await vi.waitFor(async () => expect(await filesIn("incoming")).toHaveLength(1));
  socket.destroy();
  await vi.waitFor(async () => expect(await filesIn("incoming")).toEqual([]));
});

test("files that a killed server left half-written are cleared away", async () => {
  await send({ method: "PUT", key: "kept", body: "kept" });
  await mkdir(join(dir, "uploads", "half"));
  for (const name of ["incoming/x", "objects/x.1", "objects/x.json.new", "uploads/half/1-1-x-1"])
    await writeFile(join(dir, name), "half");
  await restart();
  expect([await filesIn("incoming"), await filesIn("uploads")]).toEqual([[], []]);
  expect(await filesIn("objects")).toHaveLength(2);
  expect((await send({ method: "GET", key: "kept" })).text).toBe("kept");
});
