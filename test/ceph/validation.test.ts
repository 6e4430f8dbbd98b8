import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { CHECK_NAMES } from "../../lib/buckets/report.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";
import { ALWAYS, type CephBench, startCephBench } from "./ceph-bench.ts";

let bench: CephBench;
let bucket: string;

beforeAll(async () => {
  bench = await startCephBench(inject("radosgw"), "validation-owner");
  bucket = await bench.wholeBucket("healthy");
});
afterAll(() => bench?.close());

describe("a healthy bucket", () => {
  test("is valid, and each check has its place", async () => {
    const { report, amiss } = await bench.validate(bucket);
    expect(report.checks.map(({ name }) => name)).toEqual([...CHECK_NAMES]);
    expect([report.valid, amiss]).toEqual([true, ALWAYS]);
    expect(report.checks.filter(({ status }) => status === "skipped").map(({ name }) => name)).toEqual([
      "tenant-pinned",
      "ownership-proved",
      "encryption-as-declared", // radosgw says nothing of what it does not encrypt
    ]);
  });

  test("under a nested path only the unsigned copy header is an error, for its keys reach beyond the path", async () => {
    const { report, amiss } = await bench.validate(bucket, { path: "wandb/a b+%/ü" });
    expect([report.valid, amiss]).toEqual([false, ["unsigned-headers-refused: failed error"]]);
  });
});

describe("keys that do not sign for the bucket", () => {
  let other: AccessKey;
  beforeAll(async () => {
    other = await bench.admin.createUser("validation-other");
  });

  test("a wrong secret", async () => {
    const keys = { ...bench.owner, secretAccessKey: other.secretAccessKey };
    const { amiss, check } = await bench.validate(bucket, { keys });
    expect(amiss).toEqual(["credentials-accepted: failed error"]);
    expect(check("credentials-accepted").message).toMatch(/the secret does not belong to it/);
  });

  test("a key that does not exist", async () => {
    const keys = { ...bench.owner, accessKeyId: "NOSUCHKEYATALL000000" };
    const { amiss, check } = await bench.validate(bucket, { keys });
    expect(amiss).toEqual(["credentials-accepted: failed error"]);
    expect(check("credentials-accepted").message).toMatch(/does not know this access key id/);
  });

  test("a suspended user, until the fix is done", async () => {
    const keys = await bench.admin.createUser("validation-suspended");
    await bench.putPolicy(bucket, [
      {
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam:::user/validation-suspended"] },
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
      },
    ]);
    await bench.admin.suspendUser("validation-suspended");
    const { amiss, check } = await bench.validate(bucket, { keys });
    expect(amiss).toEqual(["credentials-accepted: failed error"]);
    expect(check("credentials-accepted")).toMatchObject({
      message: expect.stringMatching(/they are switched off/),
      fix: expect.stringMatching(/^Switch the key or its account on again/),
    });
    await bench.admin.enableUser("validation-suspended");
    expect((await bench.validate(bucket, { keys })).amiss).toEqual(ALWAYS);
  });

  test("a user without any permission on the bucket gets no pass", async () => {
    const { report, amiss } = await bench.validate(bucket, { keys: other });
    expect([report.valid, amiss]).toEqual([false, ["credentials-accepted: inconclusive error"]]);
  });
});

test("a bucket that does not exist, until it is created", async () => {
  const { amiss, check } = await bench.validate("not-yet-there");
  expect(amiss).toEqual(["bucket-exists: failed error"]);
  expect(check("bucket-exists").fix).toBe("Create the bucket, or correct its name.");
  await bench.wholeBucket("not-yet-there");
  expect((await bench.validate("not-yet-there")).amiss).toEqual(ALWAYS);
});

describe("a clock that is off by an hour", () => {
  const later = (hours: number) => () => new Date(Date.now() + hours * 3_600_000);

  // radosgw takes URLs that were signed in its future (16.2, 2026-11-24); AWS answers RequestTimeTooSkewed.
  test("behind ours", async () => {
    const { amiss, check } = await bench.validate(bucket, { now: later(1) });
    expect(amiss).toEqual([...ALWAYS, "clock-in-sync: failed warning"]);
    expect(check("clock-in-sync").message).toBe("The store's clock is 60 min behind ours.");
  });

  // A URL that has expired gets AccessDenied without a word of time, so the Date header alone tells (16.2, 2026-11-24).
  test("ahead of ours", async () => {
    const { report, amiss, check } = await bench.validate(bucket, { now: later(-1) });
    expect(amiss).toEqual(["credentials-accepted: inconclusive error", "clock-in-sync: failed warning"]);
    expect(report.valid).toBe(false);
    expect(check("clock-in-sync").message).toBe("The store's clock is 60 min ahead of ours.");
    expect(check("credentials-accepted").message).toMatch(/^The store's clock and ours differ/);
  });
});
