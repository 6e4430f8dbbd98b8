import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { SessionPurpose } from "../../lib/credentials/session-policy.ts";
import type { Bucket } from "../../lib/storage/bucket.ts";
import type { S3Signer } from "../../lib/storage/s3/signer.ts";
import type { GrantMethod, ServiceGrant } from "../../lib/storage/signer.ts";
import type { Subresource } from "../../lib/storage/subresource.ts";
import { spend } from "../support/spend.ts";
import { type CephBench, startCephBench } from "./ceph-bench.ts";
import { room } from "./ceph-bucket.ts";
import { createIntegrationRole, type IntegrationRole } from "./integration-role.ts";

const ROOT = "omega/";

let bench: CephBench;
let role: IntegrationRole;
let bucket: Bucket;

beforeAll(async () => {
  bench = await startCephBench(inject("radosgw"), "purposes-owner");
  role = await createIntegrationRole(bench, "PurposesIntegration");
  const name = await bench.wholeBucket("purposes");
  bucket = { provider: "MINIO", name, path: "omega", region: "us-east-1", endpoint: bench.endpoint };
  await bench.client.send(new CreateBucketCommand({ Bucket: "purposes-other" }));
  for (const Key of [
    "omega/run",
    "omega/.wandb-byob/owner",
    "omegas/run",
    "kappa/run",
    "kappa/.wandb-byob/owner",
  ])
    await bench.client.send(new PutObjectCommand({ Bucket: name, Key, Body: "x" }));
  await bench.client.send(new PutObjectCommand({ Bucket: "purposes-other", Key: "omega/run", Body: "x" }));
});
afterAll(() => bench?.close());

async function session(purpose: SessionPurpose, at: Partial<Bucket> = {}): Promise<S3Signer> {
  const keys = await role.asRadosgwTakes.sessionFor({
    org: "acme",
    team: "omega",
    bucket,
    root: ROOT,
    purpose,
  });
  return room.signer({ ...bucket, ...at }, keys, { now: () => new Date() });
}

const statusOf = async (grant: ServiceGrant, headers: Record<string, string> = {}) =>
  (await spend({ ...grant, headers: { ...grant.headers, ...headers } } as never, bodyOf(grant))).status;
const bodyOf = ({ method }: ServiceGrant) => (method === "PUT" || method === "POST" ? "x" : undefined);

const sign = (signer: S3Signer, method: GrantMethod, key: string) =>
  signer.sign({ method, key, expiresInSeconds: 60 });
const about = (signer: S3Signer, method: Subresource["method"], parameter: string, key = "") =>
  signer.signSubresource({ method, key, parameters: { [parameter]: "" } }, 60);

/** What no session of the service's may do, whatever for. */
const NEVER: [string, (signer: S3Signer) => ServiceGrant][] = [
  ["lists another root", (signer) => signer.signList("kappa/", 60)],
  ["lists a root whose name begins alike", (signer) => signer.signList("omega", 60)],
  ["lists everything", (signer) => signer.signList("", 60)],
  ["reads another root", (signer) => sign(signer, "GET", "kappa/run")],
  ["reads another root's challenge", (signer) => sign(signer, "GET", "kappa/.wandb-byob/owner")],
  ["reads a root whose name begins alike", (signer) => sign(signer, "GET", "omegas/run")],
  ["writes into another root", (signer) => sign(signer, "PUT", "kappa/new")],
  ["deletes from another root", (signer) => sign(signer, "DELETE", "kappa/run")],
  ["begins an upload in parts in another root", (signer) => about(signer, "POST", "uploads", "kappa/new")],
  ["reads the bucket's policy", (signer) => about(signer, "GET", "policy")],
  ["reads the bucket's ACL", (signer) => about(signer, "GET", "acl")],
  ["reads the bucket's lifecycle rules", (signer) => about(signer, "GET", "lifecycle")],
  ["lists unfinished uploads", (signer) => about(signer, "GET", "uploads")],
  ["changes the bucket's CORS", (signer) => about(signer, "DELETE", "cors")],
  ["changes the bucket's policy", (signer) => about(signer, "DELETE", "policy")],
  ["changes an object's ACL", (signer) => about(signer, "PUT", "acl", "omega/run")],
  [
    "deletes the bucket",
    (signer) => signer.signSubresource({ method: "DELETE", key: "", parameters: {} }, 60),
  ],
];

describe.each(["prove", "validate", "presign"] as const)("a session to %s never", (purpose) => {
  test.each(NEVER)("%s", async (_what, ask) => {
    expect(await statusOf(ask(await session(purpose)))).toBe(403);
  });

  test("reaches another bucket", async () => {
    const there = await session(purpose, { name: "purposes-other" });
    expect(await statusOf(there.signList(ROOT, 60))).toBe(403);
    expect(await statusOf(sign(there, "GET", "omega/run"))).toBe(403);
  });
});

const SETTINGS = ["cors", "versioning", "location"];

describe("a session to prove", () => {
  test("lists the root and reads the service's own folder in it", async () => {
    const signer = await session("prove");
    expect(await statusOf(signer.signList(ROOT, 60))).toBe(200);
    expect(await statusOf(sign(signer, "GET", "omega/.wandb-byob/owner"))).toBe(200);
  });

  test("reads nothing else, and changes nothing at all", async () => {
    const signer = await session("prove");
    expect(await statusOf(sign(signer, "GET", "omega/run"))).toBe(403);
    for (const key of ["omega/new", "omega/.wandb-byob/new", "omega/.wandb-byob/owner"])
      expect(await statusOf(sign(signer, "PUT", key))).toBe(403);
    expect(await statusOf(sign(signer, "DELETE", "omega/.wandb-byob/owner"))).toBe(403);
    expect(await statusOf(about(signer, "POST", "uploads", "omega/new"))).toBe(403);
    for (const setting of SETTINGS) expect(await statusOf(about(signer, "GET", setting)), setting).toBe(403);
  });
});

describe("a session to validate", () => {
  test("does to objects under the root what users do", async () => {
    const signer = await session("validate");
    const key = "omega/.wandb-byob/probe/a b%+ü.txt";
    const done = [];
    for (const method of ["PUT", "GET", "HEAD", "DELETE"] as const)
      done.push(await statusOf(sign(signer, method, key)));
    expect(done).toEqual([200, 200, 200, 204]);
    expect(await statusOf(about(signer, "POST", "uploads", key))).toBe(200);
  });

  test("lists the root and reads the settings that the checks read", async () => {
    const signer = await session("validate");
    expect(await statusOf(signer.signList(ROOT, 60))).toBe(200);
    for (const setting of SETTINGS) expect(await statusOf(about(signer, "GET", setting)), setting).toBe(200);
  });

  test("publishes nothing", async () => {
    const put = sign(await session("validate"), "PUT", "omega/published");
    expect(await statusOf(put, { "x-amz-acl": "public-read" })).toBe(403);
  });
});

describe("a session to presign", () => {
  test("does not list, nor read settings", async () => {
    const signer = await session("presign");
    expect(await statusOf(signer.signList(ROOT, 60))).toBe(403);
    for (const setting of SETTINGS) expect(await statusOf(about(signer, "GET", setting)), setting).toBe(403);
    expect(await statusOf(sign(signer, "GET", "omega/run"))).toBe(200);
  });
});
