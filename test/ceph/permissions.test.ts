import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { CheckName } from "../../lib/buckets/report.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";
import type { Need } from "../../lib/storage/room.ts";
import { ALWAYS, type CephBench, startCephBench } from "./ceph-bench.ts";
import { userArn } from "./radosgw-admin.ts";

type Without = Exclude<Need, "multipart">; // its permission is that of write

const ACTIONS: Record<Without, { on: "bucket" | "objects"; actions: string[] }> = {
  list: { on: "bucket", actions: ["s3:ListBucket"] },
  read: { on: "objects", actions: ["s3:GetObject"] },
  write: { on: "objects", actions: ["s3:PutObject"] },
  delete: { on: "objects", actions: ["s3:DeleteObject"] },
  abort: { on: "objects", actions: ["s3:AbortMultipartUpload"] },
  settings: { on: "bucket", actions: ["s3:GetBucketCORS", "s3:GetBucketVersioning"] },
};
const NEEDS = Object.keys(ACTIONS) as Without[];

let bench: CephBench;
let bucket: string;
let user: AccessKey;
const Principal = { AWS: [userArn("permissions-user")] };

beforeAll(async () => {
  bench = await startCephBench(inject("radosgw"), "permissions-owner");
  bucket = await bench.wholeBucket("permissions");
  user = await bench.admin.createUser("permissions-user");
});
afterAll(() => bench?.close());

function statementFor(Effect: "Allow" | "Deny", need: Without): object {
  const { on, actions } = ACTIONS[need];
  const arn = `arn:aws:s3:::${bucket}`;
  return { Effect, Principal, Action: actions, Resource: on === "bucket" ? arn : `${arn}/*` };
}

const allow = (needs: readonly Without[]) => needs.map((need) => statementFor("Allow", need));

interface Case {
  without: Without;
  amiss: string[];
  check: CheckName;
  says: string;
  fix: string;
}

const CASES: Case[] = [
  {
    without: "list",
    // radosgw, as AWS does, tells who may not list nothing of what is not there.
    amiss: ["list-allowed: failed error", ...ALWAYS, "probe-removed: inconclusive warning"],
    check: "list-allowed",
    says: "does not allow listing the objects under the path",
    fix: "Grant s3:ListBucket",
  },
  {
    without: "write",
    amiss: ["upload-accepted: failed error", "multipart-accepted: failed error"],
    check: "upload-accepted",
    says: "does not allow uploading an object",
    fix: "Grant s3:PutObject",
  },
  {
    without: "delete",
    amiss: ["delete-accepted: failed error", ...ALWAYS, "probe-removed: failed warning"],
    check: "delete-accepted",
    says: "does not allow deleting an object",
    fix: "Grant s3:DeleteObject",
  },
  {
    without: "abort",
    amiss: ["multipart-accepted: failed error", ...ALWAYS],
    check: "multipart-accepted",
    says: "does not allow aborting an upload in parts",
    fix: "Grant s3:AbortMultipartUpload",
  },
  {
    without: "settings",
    amiss: [
      ...ALWAYS,
      "cors-policy-complete: inconclusive warning",
      "versioning-enabled: inconclusive warning",
    ],
    check: "cors-policy-complete",
    says: "could not be read with these credentials",
    fix: "Grant s3:GetBucketCORS and s3:GetBucketVersioning",
  },
];

/** The statement that a fix says to add, as a bucket policy of radosgw takes it. */
function statementIn(fix: string): object {
  const [, text = ""] = /Add this statement[^{]*(\{.*\})\.$/s.exec(fix) ?? [];
  const statement: object = JSON.parse(text);
  return { ...statement, Principal };
}

test("a user with every permission has a healthy bucket", async () => {
  await bench.putPolicy(bucket, allow(NEEDS));
  expect((await bench.validate(bucket, { keys: user })).amiss).toEqual(ALWAYS);
});

describe("a user with all permissions but one, which the fix grants", () => {
  test.each(CASES)("$without", async ({ without, amiss, check: name, says, fix }) => {
    const others = allow(NEEDS.filter((need) => need !== without));
    await bench.putPolicy(bucket, others);
    const before = await bench.validate(bucket, { keys: user });
    expect(before.amiss).toEqual(amiss);
    expect(before.check(name)).toMatchObject({
      message: expect.stringContaining(says),
      fix: expect.stringContaining(fix),
    });
    await bench.putPolicy(bucket, [...others, statementIn(before.check(name).fix ?? "")]);
    expect((await bench.validate(bucket, { keys: user })).amiss).toEqual(ALWAYS);
  });
});

describe("reading", () => {
  // What a user writes is that user's own in radosgw, even in another's bucket, and its ACL lets its owner read it.
  test("needs no permission of the bucket's for one's own objects (16.2, 2026-11-24)", async () => {
    await bench.putPolicy(bucket, allow(NEEDS.filter((need) => need !== "read")));
    expect((await bench.validate(bucket, { keys: user })).amiss).toEqual(ALWAYS);
  });

  test("that is forbidden is named, and the permission of the fix turns it green", async () => {
    await bench.putPolicy(bucket, [...allow(NEEDS), statementFor("Deny", "read")]);
    const { amiss, check } = await bench.validate(bucket, { keys: user });
    expect(amiss).toEqual([
      "download-matches: failed error",
      "head-accepted: failed error",
      "unsigned-headers-refused: inconclusive warning", // where nothing may be read, no copy is either
      "browser-allowed: failed error",
    ]);
    expect(check("download-matches")).toMatchObject({
      message: expect.stringContaining("does not allow downloading an object"),
      fix: expect.stringContaining("Grant s3:GetObject"),
    });
    const granted = statementIn(check("download-matches").fix ?? "");
    await bench.putPolicy(bucket, [...allow(NEEDS.filter((need) => need !== "read")), granted]);
    expect((await bench.validate(bucket, { keys: user })).amiss).toEqual(ALWAYS);
  });
});

test("each setting that may not be read is told apart", async () => {
  const all = NEEDS.flatMap((need) => ACTIONS[need].actions);
  const Resource = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  for (const [action, check] of [
    ["s3:GetBucketCORS", "cors-policy-complete"],
    ["s3:GetBucketVersioning", "versioning-enabled"],
  ]) {
    const Action = all.filter((other) => other !== action);
    await bench.putPolicy(bucket, [{ Effect: "Allow", Principal, Action, Resource }]);
    const { amiss } = await bench.validate(bucket, { keys: user });
    expect(amiss).toEqual([...ALWAYS, `${check}: inconclusive warning`]);
  }
});
