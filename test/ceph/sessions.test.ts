import { beforeAll, describe, expect, inject, test } from "vitest";
import type { AwsService } from "../../lib/aws/aws-service.ts";
import { assumeRole } from "../../lib/credentials/assume-role.ts";
import { createIntegration } from "../../lib/credentials/integration.ts";
import { sessionPolicy } from "../../lib/credentials/session-policy.ts";
import { secret } from "../../lib/secret.ts";
import type { Bucket } from "../../lib/storage/bucket.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";
import type { S3Signer as Signer } from "../../lib/storage/s3/signer.ts";
import type { GrantMethod } from "../../lib/storage/signer.ts";
import { type Spent, spend } from "../support/spend.ts";
import { stsService } from "../support/sts-service.ts";
import { createBucket, room } from "./ceph-bucket.ts";
import { radosgwAdmin } from "./radosgw-admin.ts";

const now = () => new Date();
const theirSecret = "what another team wrote";

let sts: AwsService;
let roleArn: string;
let bucket: Bucket;
let owner: Signer;
let sessionKeys: AccessKey;
let session: Signer;
let serial = 0;
const freshKey = () => `omega/attempt-${serial++}`;

const grant = (signer: Signer, method: GrantMethod, key: string) =>
  signer.sign({ method, key, expiresInSeconds: 600 });
const read = (signer: Signer, key: string) => spend(grant(signer, "GET", key));
const write = (signer: Signer, key: string, body: string) => spend(grant(signer, "PUT", key), body);
const signerOf = (keys: AccessKey) => room.signer(bucket, keys, { now });

/** Spends a PUT grant together with headers that its signature does not cover. */
function attack(signer: Signer, key: string, headers: Record<string, string>, body?: string): Promise<Spent> {
  const put = grant(signer, "PUT", key);
  return spend({ ...put, headers: { ...put.headers, ...headers } }, body);
}

beforeAll(async () => {
  const { endpoint, configFile } = inject("radosgw");
  const admin = radosgwAdmin(configFile);
  const ownerKeys = await admin.createUser("sessions-owner");
  const service = await admin.createUser("sessions-service");
  roleArn = await admin.createRole("WandbIntegration", "sessions-service");
  bucket = await createBucket(endpoint, ownerKeys, "sessions-bucket");
  sts = stsService(endpoint, service);
  const integration = createIntegration({ sts, roleArn, now, durationSeconds: 900 });
  owner = signerOf(ownerKeys);
  const request = { org: "acme", team: "omega", bucket, root: "omega/", purpose: "presign" } as const;
  sessionKeys = await integration.sessionFor(request);
  session = signerOf(sessionKeys);
  await write(owner, "kappa/secret", theirSecret);
});

describe("a session limited to a root", () => {
  test("writes, reads and deletes inside", async () => {
    const key = "omega/run 1/ü+%~#?.bin ";
    expect((await write(session, key, "ours")).status).toBe(200);
    expect((await read(session, key)).text).toBe("ours");
    expect((await spend(grant(session, "HEAD", key))).status).toBe(200);
    expect((await spend(grant(session, "DELETE", key))).status).toBe(204);
  });

  test.each(["kappa/secret", "omegas/secret", "omega", "secret"])(
    "does not reach %s outside",
    async (key) => {
      await write(owner, key, theirSecret);
      for (const method of ["GET", "HEAD", "DELETE"] as const) {
        expect((await spend(grant(session, method, key))).status, method).toBe(403);
      }
      expect((await write(session, key, "overwritten")).status).toBe(403);
      expect((await read(owner, key)).text).toBe(theirSecret);
    },
  );

  test("does not list", async () => {
    expect((await spend(session.signList("omega/", 600))).status).toBe(403);
  });

  test("is nothing without its own token", async () => {
    await write(session, "omega/there", "ours");
    const { sessionToken: token, ...tokenless } = sessionKeys;
    const other = secret(`AAAA${token?.reveal().slice(4)}`);
    expect((await read(signerOf(tokenless), "omega/there")).status).toBe(403);
    expect((await read(signerOf({ ...tokenless, sessionToken: other }), "omega/there")).status).toBe(403);
  });

  test("signs URLs that end with it", async () => {
    const week = session.sign({ method: "GET", key: "omega/a", expiresInSeconds: 604_800 });
    expect(week.expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + 900_000);
  });
});

describe("a PUT grant with an unsigned copy-source of another team's object", () => {
  const source = { "x-amz-copy-source": "/sessions-bucket/kappa/secret" };

  test("reads that object when static keys signed it, so this store obeys the header", async () => {
    const key = freshKey();
    expect((await attack(owner, key, source)).status).toBe(200);
    expect((await read(owner, key)).text).toBe(theirSecret);
  });

  test.each([
    ["as it is", "/sessions-bucket/kappa/secret"],
    ["without a leading slash", "sessions-bucket/kappa/secret"],
    ["percent-encoded", "/sessions-bucket/kappa%2Fsecret"],
    ["through a dot segment", "/sessions-bucket/omega/../kappa/secret"],
  ])("gains nothing under a session, written %s", async (_how, copySource) => {
    const key = freshKey();
    const answer = await attack(session, key, { "x-amz-copy-source": copySource });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect((await read(owner, key)).status).toBe(404);
  });
});

describe("a PUT grant with an unsigned ACL", () => {
  const published = (key: string) =>
    spend({ method: "GET", url: grant(owner, "GET", key).url.split("?")[0] ?? "", headers: {} });
  const everyone = 'uri="http://acs.amazonaws.com/groups/global/AllUsers"';
  const acls: Record<string, string>[] = [
    { "x-amz-acl": "public-read" },
    { "x-amz-acl": "public-read-write" },
    { "x-amz-grant-read": everyone },
    { "x-amz-grant-full-control": everyone },
  ];

  test.each(acls)("publishes the object when static keys signed it: %o", async (acl) => {
    const key = freshKey();
    expect((await attack(owner, key, acl, "leaked")).status).toBe(200);
    expect((await published(key)).text).toBe("leaked");
  });

  test.each(acls)("gains nothing under a session: %o", async (acl) => {
    const key = freshKey();
    expect((await attack(session, key, acl, "leaked")).status).toBe(403);
    expect((await published(key)).status).toBe(403);
  });
});

test("a session that validates also lists, under its root alone", async () => {
  const policy = sessionPolicy({
    partition: "aws",
    bucketName: bucket.name,
    root: "omega/",
    purpose: "validate",
  }).replace(',"s3:GetEncryptionConfiguration"', ""); // radosgw 16.2 refuses a policy with an action it does not know
  const validating = signerOf(await assumeRole(sts, { roleArn, org: "acme", policy, durationSeconds: 900 }));
  expect((await spend(validating.signList("omega/", 600))).status).toBe(200);
  expect((await spend(validating.signList("omega/.wandb-byob/", 600))).status).toBe(200);
  expect((await spend(validating.signList("kappa/", 600))).status).toBe(403);
  expect((await spend(validating.signList("", 600))).status).toBe(403);
  expect((await read(validating, "kappa/secret")).status).toBe(403);
});

test("a session for no bucket reaches nothing", async () => {
  const policy = sessionPolicy({ partition: "aws", bucketName: "", root: "", purpose: "presign" });
  const powerless = signerOf(await assumeRole(sts, { roleArn, org: "acme", policy, durationSeconds: 900 }));
  expect((await read(powerless, "kappa/secret")).status).toBe(403);
  expect((await write(powerless, "omega/x", "x")).status).toBe(403);
});

test("a role that STS does not give is credentials.unavailable", async () => {
  const absent = createIntegration({ sts, roleArn: `${roleArn}-absent`, now, durationSeconds: 900 });
  const refused = absent.sessionFor({ org: "acme", team: "omega", bucket, root: "", purpose: "presign" });
  await expect(refused).rejects.toMatchObject({ code: "credentials.unavailable" });
});
