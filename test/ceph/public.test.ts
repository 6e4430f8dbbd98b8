import {
  DeleteBucketPolicyCommand,
  PutBucketAclCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { callsOf } from "../conformance/matrix/run-fix.ts";
import { ALWAYS, type CephBench, startCephBench } from "./ceph-bench.ts";

let bench: CephBench;

beforeAll(async () => {
  bench = await startCephBench(inject("radosgw"), "public-owner");
});
afterAll(() => bench?.close());

const everyone = (bucket: string) => [
  { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` },
];
const PUBLIC = [...ALWAYS, "not-public: failed error"];

test("a bucket whose policy lets everyone read is not valid, until the policy is gone", async () => {
  const bucket = await bench.wholeBucket("public-by-policy");
  await bench.putPolicy(bucket, everyone(bucket));
  const { report, amiss, check } = await bench.validate(bucket);
  expect([report.valid, amiss]).toEqual([false, PUBLIC]);
  expect(check("not-public").fix).toMatch(/policy/);
  await bench.client.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
  expect((await bench.validate(bucket)).amiss).toEqual(ALWAYS);
});

// AWS's block does what it says. radosgw's refuses every upload, because it takes the ACL that was not sent for a public
// one, and goes on to serve what a policy made public (16.2, 2026-11-24).
test("blocking public access, as on AWS, is no way out on radosgw", async () => {
  const bucket = await bench.wholeBucket("public-then-blocked");
  await bench.client.send(new PutObjectCommand({ Bucket: bucket, Key: "there", Body: "x" }));
  await bench.putPolicy(bucket, everyone(bucket));
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  await bench.client.send(
    new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration }),
  );
  expect((await fetch(`${bench.endpoint}/${bucket}/there`)).status).toBe(200);
  expect((await bench.validate(bucket)).amiss).toEqual([
    "upload-accepted: failed error",
    "multipart-accepted: failed error",
  ]);
});

// An ACL of the bucket says who lists it and who writes; what is uploaded has an ACL of its own, which is private.
test.each(["public-read", "public-read-write", "authenticated-read"] as const)(
  "a bucket whose ACL is %s keeps what grants upload from everyone's eyes",
  async (ACL) => {
    const bucket = await bench.wholeBucket(`acl-${ACL}`);
    await bench.client.send(new PutBucketAclCommand({ Bucket: bucket, ACL }));
    await bench.client.send(new PutObjectCommand({ Bucket: bucket, Key: "there", Body: "x" }));
    const listed = await fetch(`${bench.endpoint}/${bucket}`);
    expect((await listed.text()).includes("<Key>there</Key>")).toBe(ACL.startsWith("public-"));
    expect((await fetch(`${bench.endpoint}/${bucket}/there`)).status).toBe(403);
    const { amiss, check } = await bench.validate(bucket);
    expect(amiss).toEqual(ACL.startsWith("public-") ? PUBLIC : ALWAYS);
    if (ACL === "authenticated-read") return;

    expect(check("not-public").message).toBe("Anyone can list the bucket's objects without signing.");
    const [call] = await callsOf(check("not-public").fix ?? "");
    expect(call).toMatchObject({ verb: "aws s3api put-bucket-acl", options: { "--acl": ["private"] } });
    await bench.client.send(new PutBucketAclCommand({ Bucket: bucket, ACL: "private" }));
    expect((await bench.validate(bucket)).amiss).toEqual(ALWAYS);
  },
);
