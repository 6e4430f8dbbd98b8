import {
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { callsOf } from "../conformance/matrix/run-fix.ts";
import { ALWAYS, type CephBench, startCephBench } from "./ceph-bench.ts";
import { createBucket, DOCUMENTED_CORS } from "./ceph-bucket.ts";
import { KMS_KEYS } from "./ceph-config.ts";

let bench: CephBench;

beforeAll(async () => {
  bench = await startCephBench(inject("radosgw"), "settings-owner");
});
afterAll(() => bench?.close());

const bareBucket = async (name: string) => {
  await createBucket(bench.endpoint, bench.owner, name, { cors: DOCUMENTED_CORS });
  return name;
};

describe("versioning", () => {
  const setVersioning = (Bucket: string, status: string) =>
    bench.client.send(
      new PutBucketVersioningCommand({
        Bucket,
        VersioningConfiguration: { Status: status === "Enabled" ? "Enabled" : "Suspended" },
      }),
    );

  test.each(["never on", "suspended"])("%s: a warning, and the fix turns it green", async (state) => {
    const bucket = await bareBucket(`versioning-${state.replace(" ", "-")}`);
    if (state === "suspended") {
      await setVersioning(bucket, "Enabled");
      await setVersioning(bucket, "Suspended");
    }
    const { report, amiss, check } = await bench.validate(bucket);
    expect([report.valid, amiss]).toEqual([true, [...ALWAYS, "versioning-enabled: failed warning"]]);

    const [call] = await callsOf(check("versioning-enabled").fix ?? "");
    expect(call?.verb).toBe("aws s3api put-bucket-versioning");
    const [, status = ""] =
      /^Status=(\w+)$/.exec(call?.options["--versioning-configuration"]?.[0] ?? "") ?? [];
    await setVersioning(call?.options["--bucket"]?.[0] ?? "", status);
    expect((await bench.validate(bucket)).amiss).toEqual(ALWAYS);
  });
});

describe("a lifecycle rule", () => {
  const setRule = (Bucket: string, rule: object) =>
    bench.client.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: {
          Rules: [{ ID: "rule", Status: "Enabled", Filter: { Prefix: "" }, ...rule }],
        },
      }),
    );
  const expires = { Expiration: { Days: 30 } };
  const versioningOff = "versioning-enabled: failed warning";

  test("that expires objects under the path is a warning, until it leaves the path out", async () => {
    const bucket = await bareBucket("lifecycle-expiring");
    await setRule(bucket, expires);
    const { report, amiss } = await bench.validate(bucket);
    expect(amiss).toEqual([...ALWAYS, versioningOff, "history-retained: failed warning"]);
    expect(report.valid).toBe(true);
    await setRule(bucket, { ...expires, Filter: { Prefix: "logs/" } });
    expect((await bench.validate(bucket, { path: "runs" })).check("history-retained").status).toBe("passed");
    expect((await bench.validate(bucket, { path: "logs" })).check("history-retained").status).toBe("failed");
  });

  // What radosgw announces of an object with a version is the end of old versions (16.2, 2026-11-24); AWS announces
  // that of the object, in versioned buckets too.
  const expiryOf = async (bucket: string) => {
    const object = { Bucket: bucket, Key: "run" };
    const put = await bench.client.send(new PutObjectCommand({ ...object, Body: "x" }));
    const { Expiration } = await bench.client.send(new HeadObjectCommand(object));
    return [put.Expiration !== undefined, Expiration !== undefined];
  };

  test("for old versions and unfinished uploads may stay, though radosgw announces an end", async () => {
    const bucket = await bench.wholeBucket("lifecycle-harmless");
    await setRule(bucket, {
      NoncurrentVersionExpiration: { NoncurrentDays: 30 },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    });
    expect(await expiryOf(bucket)).toEqual([true, true]);
    expect((await bench.validate(bucket)).amiss).toEqual(ALWAYS);
  });

  test("that expires objects is read where radosgw announces nothing: in a versioned bucket", async () => {
    const bucket = await bench.wholeBucket("lifecycle-versioned");
    await setRule(bucket, expires);
    expect(await expiryOf(bucket)).toEqual([false, false]);
    expect((await bench.validate(bucket)).amiss).toEqual([...ALWAYS, "history-retained: failed warning"]);
    await setRule(bucket, { ...expires, Filter: { Prefix: "logs/" } });
    expect((await bench.validate(bucket, { path: "runs" })).check("history-retained").status).toBe("passed");
  });
});

describe("encryption", () => {
  const [declared, another] = KMS_KEYS;

  test("with the declared KMS key is a pass", async () => {
    const bucket = await bench.wholeBucket("kms-declared");
    const { report, amiss, check } = await bench.validate(bucket, { kmsKeyId: declared });
    expect(check("encryption-as-declared").status).toBe("passed");
    // radosgw answers 501 to a copy of an encrypted object (16.2, 2026-11-24), which shows neither yes nor no.
    expect([report.valid, amiss]).toEqual([true, ["unsigned-headers-refused: inconclusive warning"]]);
  });

  // The code is InvalidAccessKeyId; only its message speaks of the encryption key (16.2, 2026-11-24).
  test("with a key that radosgw does not know is told from a wrong access key", async () => {
    const bucket = await bench.wholeBucket("kms-unknown");
    const { amiss, check } = await bench.validate(bucket, { kmsKeyId: "no-such-key" });
    expect(amiss).toEqual(["upload-accepted: failed error", "multipart-accepted: failed error"]);
    for (const name of ["upload-accepted", "multipart-accepted"] as const)
      expect(check(name).message).toMatch(/^The encryption key of the bucket does not allow/);
    expect((await bench.validate(bucket, { kmsKeyId: another })).report.valid).toBe(true);
  });

  // So no bucket of 16.2 encrypts with a key that was not declared, unless all of its cluster does (2026-11-24).
  test("is not a bucket's own default: radosgw refuses to take one", async () => {
    const bucket = await bench.wholeBucket("kms-by-default");
    const byDefault = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: declared } as const;
    const set = bench.client.send(
      new PutBucketEncryptionCommand({
        Bucket: bucket,
        ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: byDefault }] },
      }),
    );
    await expect(set).rejects.toMatchObject({ name: "InvalidArgument" });
    const { check } = await bench.validate(bucket);
    expect(check("encryption-as-declared").status).toBe("skipped");
  });
});
