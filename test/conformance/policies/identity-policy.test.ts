import { describe, expect, it } from "vitest";
import {
  documentedIdentityPolicy,
  strictIdentityPolicy,
} from "../../../lib/storage/aws/documents/identity-policy.ts";
import { accessPolicy, cephBucketPolicy } from "../../../lib/storage/minio/documents/access-policy.ts";
import { needStatement } from "../../../lib/storage/s3/documents/need-statement.ts";
import { policyOf } from "../../../lib/storage/s3/documents/policy.ts";
import {
  BUCKET,
  BUCKET_NAME,
  BUCKET_READS,
  bucketRows,
  LISTS,
  lineOf,
  OBJECT_ACTIONS,
} from "./bucket-requests.ts";
import { KEY } from "./key-requests.ts";
import { CUSTOMER, isAllowed } from "./simulate.ts";

const ROOT = "runs/";
const USER = `arn:aws:iam::${CUSTOMER}:user/wandb`;
const NOBODY = policyOf([]);
const request = { bucketName: BUCKET_NAME, region: "us-east-1" };

/** A bucket without a policy, and a user of its own account: rows about tags and other accounts mean nothing there. */
const rowsFor = (flavour: "strict" | "documented") =>
  bucketRows(flavour, ROOT)
    .filter(({ name }) =>
      /^(for the organisation|under|without a prefix|not granted|of another bucket)/.test(name),
    )
    .map((row) => ({ ...row, principal: USER }));

describe.each([
  ["strict", "IAM", strictIdentityPolicy({ ...request, root: ROOT })],
  ["documented", "IAM", documentedIdentityPolicy(request)],
  ["strict", "S3-compatible", accessPolicy({ bucketName: BUCKET_NAME, root: ROOT, strict: true })],
  ["documented", "S3-compatible", accessPolicy({ bucketName: BUCKET_NAME, root: ROOT, strict: false })],
] as const)("the %s policy of a key of the customer's own (%s)", (flavour, _, identityPolicy) => {
  it("allows and refuses what it should", async () => {
    const wrong: string[] = [];
    for (const row of rowsFor(flavour))
      if ((await isAllowed({ resourcePolicy: NOBODY, identityPolicy }, row)) !== row.allowed)
        wrong.push(lineOf(row));
    expect(wrong).toEqual([]);
  });
});

it("a declared KMS key is usable through S3 alone", async () => {
  const identityPolicy = strictIdentityPolicy({ ...request, root: ROOT, kmsKeyArn: KEY });
  const resourcePolicy = policyOf([
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${CUSTOMER}:root` }, Action: "kms:*", Resource: "*" },
  ]);
  const use = (context: Record<string, string>, resource = KEY) =>
    isAllowed(
      { resourcePolicy, identityPolicy },
      { action: "kms:Decrypt", resource, principal: USER, context },
    );
  expect(await use({ "kms:ViaService": "s3.us-east-1.amazonaws.com" })).toBe(true);
  expect(await use({})).toBe(false);
  const another = KEY.replace("key/1234", "key/9999");
  expect(await use({ "kms:ViaService": "s3.us-east-1.amazonaws.com" }, another)).toBe(false);
});

it("the policy for Ceph is the same but for the action that it does not know", () => {
  for (const strict of [true, false]) {
    const own = accessPolicy({ bucketName: BUCKET_NAME, root: ROOT, strict });
    const ceph = cephBucketPolicy({ bucketName: BUCKET_NAME, root: ROOT, strict, userId: "wandb" });
    const actions = (policy: typeof own) => policy.Statement.flatMap(({ Action }) => Action).sort();
    expect(actions(ceph)).toEqual(
      actions(own).filter((action) => action !== "s3:GetEncryptionConfiguration"),
    );
    for (const { Principal } of ceph.Statement)
      expect(Principal).toEqual({ AWS: "arn:aws:iam:::user/wandb" });
    expect(ceph.Statement.map(({ Resource }) => Resource)).toEqual(
      own.Statement.map(({ Resource }) => Resource),
    );
  }
});

describe("the one statement for one need", () => {
  it.each([
    ["list", ["s3:ListBucket"]],
    ["read", ["s3:GetObject"]],
    ["write", ["s3:PutObject"]],
    ["multipart", ["s3:PutObject"]],
    ["delete", ["s3:DeleteObject"]],
    ["abort", ["s3:AbortMultipartUpload"]],
    ["settings", ["s3:GetBucketCORS", "s3:GetBucketVersioning"]],
  ] as const)("%s", async (need, granted) => {
    const identityPolicy = policyOf([needStatement(need, { bucketArn: BUCKET, root: ROOT })]);
    const allowed = new Set<string>();
    for (const row of rowsFor("strict")) {
      const let_in = await isAllowed({ resourcePolicy: NOBODY, identityPolicy }, row);
      if (let_in) allowed.add(row.action);
      if (let_in) expect(row.allowed).toBe(true);
    }
    expect([...allowed].sort()).toEqual([...granted].sort());
    expect([...OBJECT_ACTIONS, ...LISTS, ...BUCKET_READS]).toEqual(expect.arrayContaining([...granted]));
  });
});
