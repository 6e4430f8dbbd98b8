import { hash } from "node:crypto";
import { CRC32C } from "@google-cloud/storage";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type GcsStore, startGcsStore } from "../../../support/gcs-store.ts";
import { beginUpload, codeOf, hmacCalls, partList, type Send, sdkCalls, textOf } from "./signed-calls.ts";

const KEY = "run 1/ü+%~.bin";
const PART_BYTES = 5 * 1024 * 1024;
const FIRST = "a".repeat(PART_BYTES);
const md5 = (text: string) => hash("md5", text, "base64");
const quotedMd5 = (text: string) => `"${hash("md5", text)}"`;
const crc32c = (text: string) => {
  const sum = new CRC32C();
  sum.update(Buffer.from(text));
  return sum.toString();
};

let store: GcsStore;
let send: Send;
beforeAll(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  store = await startGcsStore();
  send = sdkCalls(store.server.endpoint, store.serviceAccountKey);
});
afterAll(() => store?.close());

const part = (key: string, uploadId: string, partNumber: number, body: string, headers = {}) =>
  send({ method: "PUT", key, parameters: { partNumber: String(partNumber), uploadId }, headers, body });
const complete = (key: string, uploadId: string, body: string) =>
  send({ method: "POST", key, parameters: { uploadId }, body });
const get = (key: string) => send({ method: "GET", key });

describe.each([
  ["Google's SDK and a private key", () => sdkCalls(store.server.endpoint, store.serviceAccountKey)],
  ["an HMAC key", () => hmacCalls(store.server.endpoint, store.hmacKey)],
])("an upload in parts, signed with %s", (_title, signedBy) => {
  test("becomes one object, of what was listed in the order of the numbers", async () => {
    const ask = signedBy();
    const uploadId = await beginUpload(ask, KEY, { "content-type": "text/x-log" });
    const put = (partNumber: string, body: string) =>
      ask({ method: "PUT", key: KEY, parameters: { partNumber, uploadId }, body });
    const last = await put("7", "end");
    const first = await put("2", FIRST);
    await put("9", "not listed");
    expect([first.status, first.headers.etag]).toEqual([200, quotedMd5(FIRST)]);
    const completed = await ask({
      method: "POST",
      key: KEY,
      parameters: { uploadId },
      body: partList([
        [2, String(first.headers.etag)],
        [7, String(last.headers.etag).replaceAll('"', "")],
      ]),
    });
    expect([completed.status, textOf(completed, "Bucket"), textOf(completed, "Key")]).toEqual([
      200,
      "acme-bucket",
      KEY,
    ]);
    const got = await ask({ method: "GET", key: KEY });
    expect(got.text === `${FIRST}end`).toBe(true);
    expect(got.headers["content-type"]).toBe("text/x-log");
    expect(textOf(completed, "ETag")).toBe(String(got.headers.etag).replaceAll('"', "&#34;"));
    expect(codeOf(await put("1", "late"))).toBe("404 NoSuchUpload");
  });
});

test("an object of parts has a CRC32C, no MD5, and an ETag that is none", async () => {
  const uploadId = await beginUpload(send, "sums");
  await part("sums", uploadId, 1, FIRST);
  await part("sums", uploadId, 2, "end");
  const list = partList([
    [1, quotedMd5(FIRST)],
    [2, quotedMd5("end")],
  ]);
  expect((await complete("sums", uploadId, list)).status).toBe(200);
  const { headers } = await get("sums");
  expect(headers["x-goog-hash"]).toBe(`crc32c=${crc32c(`${FIRST}end`)}`);
  expect(headers.etag).toMatch(/^"[0-9a-f]{32}-2"$/);
  expect(headers.etag).not.toContain(hash("md5", `${FIRST}end`));
  expect(headers["x-goog-stored-content-length"]).toBe(String(PART_BYTES + 3));
});

test("one part may be as small as it likes, and empty", async () => {
  const uploadId = await beginUpload(send, "small");
  await part("small", uploadId, 1, "");
  expect((await complete("small", uploadId, partList([[1, quotedMd5("")]]))).status).toBe(200);
  expect([(await get("small")).text, (await get("small")).headers["content-length"]]).toEqual(["", "0"]);
});

test("a part that is sent again replaces the one before", async () => {
  const uploadId = await beginUpload(send, "again");
  await part("again", uploadId, 1, "one");
  await part("again", uploadId, 1, "two");
  expect(codeOf(await complete("again", uploadId, partList([[1, quotedMd5("one")]])))).toBe(
    "400 InvalidPart",
  );
  expect((await complete("again", uploadId, partList([[1, quotedMd5("two")]]))).status).toBe(200);
  expect((await get("again")).text).toBe("two");
});

test("an unfinished upload is neither downloaded nor listed, and leaves the object as it was", async () => {
  const uploadId = await beginUpload(send, "hidden/new");
  await part("hidden/new", uploadId, 1, "x");
  expect(codeOf(await get("hidden/new"))).toBe("404 NoSuchKey");
  const list = await send({ method: "GET", key: "", parameters: { "list-type": "2", prefix: "hidden/" } });
  expect([list.status, list.text.includes("<KeyCount>0</KeyCount>")]).toEqual([200, true]);

  await send({ method: "PUT", key: "hidden/old", body: "old" });
  await part("hidden/old", await beginUpload(send, "hidden/old"), 1, "new");
  expect((await get("hidden/old")).text).toBe("old");
});

test("an aborted upload is gone, and cannot be aborted twice", async () => {
  const uploadId = await beginUpload(send, "aborted");
  await part("aborted", uploadId, 1, "x");
  const abort = () => send({ method: "DELETE", key: "aborted", parameters: { uploadId } });
  expect([(await abort()).status, codeOf(await abort())]).toEqual([204, "404 NoSuchUpload"]);
  expect(codeOf(await part("aborted", uploadId, 2, "y"))).toBe("404 NoSuchUpload");
  expect(codeOf(await complete("aborted", uploadId, partList([[1, quotedMd5("x")]])))).toBe(
    "404 NoSuchUpload",
  );
});

test("parts are listed by their numbers, page by page", async () => {
  const uploadId = await beginUpload(send, "listed");
  for (const partNumber of [10_000, 2, 1]) await part("listed", uploadId, partNumber, `part ${partNumber}`);
  const page = async (parameters: Record<string, string>) => {
    const answer = await send({ method: "GET", key: "listed", parameters: { uploadId, ...parameters } });
    const numbers = [...answer.text.matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, number]) => number);
    return {
      answer,
      numbers,
      next: textOf(answer, "NextPartNumberMarker"),
      more: textOf(answer, "IsTruncated"),
    };
  };
  const all = await page({});
  expect([all.numbers, all.more]).toEqual([["1", "2", "10000"], "false"]);
  expect(all.answer.text).toContain(
    `<ETag>${quotedMd5("part 1").replaceAll('"', "&#34;")}</ETag><Size>6</Size>`,
  );
  const first = await page({ "max-parts": "2" });
  expect([first.numbers, first.next, first.more]).toEqual([["1", "2"], "2", "true"]);
  const second = await page({ "max-parts": "2", "part-number-marker": "2" });
  expect([second.numbers, second.more]).toEqual([["10000"], "false"]);
  expect(codeOf((await page({ "max-parts": "many" })).answer)).toBe("400 InvalidArgument");
});

test.each([
  ["content-md5", md5("right"), md5("wrong"), "nonsense"],
  ["x-goog-hash", `crc32c=${crc32c("right")}`, `crc32c=${crc32c("wrong")}`, "crc32c=nonsense"],
  ["x-goog-hash", `md5=${md5("right")}`, `md5=${md5("wrong")}`, `sha1=${md5("right")}`],
])("a part is held against its %s", async (name, right, wrong, nonsense) => {
  const uploadId = await beginUpload(send, "digest");
  const put = (value: string) => part("digest", uploadId, 1, "right", { [name]: value });
  expect((await put(right)).status).toBe(200);
  expect(codeOf(await put(wrong))).toBe("400 BadDigest");
  expect(codeOf(await put(nonsense))).toBe("400 InvalidDigest");
});
