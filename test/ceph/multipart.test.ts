import { randomBytes } from "node:crypto";
import { ListMultipartUploadsCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Bucket } from "../../lib/storage/bucket.ts";
import type { FinishedPart, MultipartSigner } from "../../lib/storage/multipart.ts";
import type { ServiceGrant } from "../../lib/storage/signer.ts";
import { describeMultipart } from "../conformance/signer/multipart-suite.ts";
import { spend } from "../support/spend.ts";
import { type CephBench, startCephBench } from "./ceph-bench.ts";
import { createBucket, room } from "./ceph-bucket.ts";
import { radosgwAdmin } from "./radosgw-admin.ts";

const now = () => new Date();
const LIFE = { expiresInSeconds: 600 };
const PARTS = [1, 2].map((partNumber) => ({ partNumber, body: randomBytes(5 * 1024 * 1024) }));

/**
 * Completing an upload that is not there: radosgw says InternalError, "already in progress" (16.2, 2026-11-24), as it
 * does of one that is; AWS says NoSuchUpload. To a part and an abort both say NoSuchUpload.
 */
const GONE = "unavailable";

describeMultipart("an S3-compatible store (radosgw)", async () => {
  const { endpoint, configFile } = inject("radosgw");
  const owner = await radosgwAdmin(configFile).createUser("multipart-suite-owner");
  const bucket = await createBucket(endpoint, owner, "multipart-suite");
  return {
    signer: (clock) => room.signer(bucket, owner, { now: clock }),
    multipart: async (clock) => room.multipart(bucket, owner, { now: clock }),
    close: async () => {},
  };
});

describe("an upload of two parts of 5 MiB to radosgw", () => {
  let bench: CephBench;
  let bucket: Bucket;
  let multipart: MultipartSigner;

  beforeAll(async () => {
    bench = await startCephBench(inject("radosgw"), "multipart-owner");
    bucket = await createBucket(bench.endpoint, bench.owner, "multipart");
    multipart = await room.multipart(bucket, bench.owner, { now });
  });
  afterAll(() => bench?.close());

  async function answerTo(grant: ServiceGrant | Promise<ServiceGrant>, body?: Uint8Array) {
    const { status, headers, text } = await spend(await grant, body);
    const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    const answer = { status, headers: flat, body: new TextEncoder().encode(text) };
    return { ...answer, answer, cause: room.diagnose(answer) };
  }

  async function begin(key: string): Promise<string> {
    if (multipart.create === undefined) throw new Error("S3's uploads are begun");
    const { answer } = await answerTo(multipart.create(key, { contentType: "application/x-weights" }));
    return multipart.uploadIdOf(answer) ?? "";
  }

  async function sendParts(key: string, uploadId: string): Promise<FinishedPart[]> {
    const sent = PARTS.map(async ({ partNumber, body }) => {
      const { status, headers } = await answerTo(multipart.part(key, uploadId, partNumber, LIFE), body);
      expect(status).toBe(200);
      return { partNumber, etag: headers.etag ?? "" };
    });
    return Promise.all(sent);
  }

  async function complete(key: string, uploadId: string, parts: readonly FinishedPart[]) {
    const { grant, body } = await multipart.complete(key, uploadId, parts);
    const completed = await answerTo(grant, body);
    return { ...completed, done: completed.cause === "ok" && multipart.isComplete(completed.answer) };
  }

  const stored = (key: string) =>
    answerTo(room.signer(bucket, bench.owner, { now }).sign({ method: "HEAD", key, expiresInSeconds: 60 }));

  const unfinished = async () => {
    const { Uploads = [] } = await bench.client.send(
      new ListMultipartUploadsCommand({ Bucket: bucket.name }),
    );
    return Uploads.map(({ Key }) => Key);
  };

  test("becomes one object of the declared type", async () => {
    const uploadId = await begin("whole");
    expect((await complete("whole", uploadId, await sendParts("whole", uploadId))).done).toBe(true);
    const { status, headers } = await stored("whole");
    expect([status, headers["content-length"], headers["content-type"]]).toEqual([
      200,
      String(10 * 1024 * 1024),
      "application/x-weights",
    ]);
    expect(headers.etag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(await unfinished()).not.toContain("whole");
  });

  test("is not completed with a wrong ETag, and with the right ones afterwards", async () => {
    const uploadId = await begin("wrong-etag");
    const [first, second] = await sendParts("wrong-etag", uploadId);
    if (first === undefined || second === undefined) throw new Error("There are two parts");
    const wrong = await complete("wrong-etag", uploadId, [first, { ...second, etag: first.etag ?? "" }]);
    expect([wrong.status, wrong.done]).toEqual([400, false]);
    expect((await stored("wrong-etag")).cause).toBe("no-such-key");
    expect((await complete("wrong-etag", uploadId, [first, second])).done).toBe(true);
  });

  test("is gone when it was aborted", async () => {
    const uploadId = await begin("aborted");
    const parts = await sendParts("aborted", uploadId);
    expect(await unfinished()).toContain("aborted");
    if (multipart.abort === undefined) throw new Error("S3's uploads can be aborted");
    expect((await answerTo(multipart.abort("aborted", uploadId))).cause).toBe("ok");
    expect(await unfinished()).not.toContain("aborted");
    expect((await complete("aborted", uploadId, parts)).cause).toBe(GONE);
    expect((await answerTo(multipart.abort("aborted", uploadId))).cause).toBe("no-such-key");
    expect((await stored("aborted")).cause).toBe("no-such-key");
  });

  test("has an id that is no other key's", async () => {
    const uploadId = await begin("mine");
    const parts = await sendParts("mine", uploadId);
    const part = multipart.part("theirs", uploadId, 1, LIFE);
    expect((await answerTo(part, Buffer.from("x"))).cause).toBe("no-such-key");
    expect((await complete("theirs", uploadId, parts)).cause).toBe(GONE);
    for (const madeUp of ["2~nothing-that-was-begun", "0"]) {
      expect((await answerTo(multipart.part("mine", madeUp, 1, LIFE), Buffer.from("x"))).cause).toBe(
        "no-such-key",
      );
      expect((await complete("mine", madeUp, parts)).cause).toBe(GONE);
    }
    expect((await stored("theirs")).cause).toBe("no-such-key");
    expect((await complete("mine", uploadId, parts)).done).toBe(true);
  });

  test("leaves nothing behind when the validation made it", async () => {
    const whole = await bench.wholeBucket("multipart-validated");
    const { check } = await bench.validate(whole);
    expect([check("multipart-accepted").status, check("probe-removed").status]).toEqual(["passed", "passed"]);
    const { Uploads } = await bench.client.send(new ListMultipartUploadsCommand({ Bucket: whole }));
    expect(Uploads).toBeUndefined();
  });
});
