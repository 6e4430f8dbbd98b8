import { PutBucketCorsCommand, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { parseAddress } from "../../lib/buckets/address.ts";
import { registeredAddressContext } from "../../lib/buckets/address-context.ts";
import { readRegisteredStores } from "../../lib/buckets/registered-stores.ts";
import type { CheckName, Report } from "../../lib/buckets/report.ts";
import { validateBucket } from "../../lib/buckets/validate-bucket.ts";
import type { Deployment } from "../../lib/deployment.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";
import { memoryTeamStore } from "../support/memory-team-store.ts";
import { createBucket, DOCUMENTED_CORS } from "./ceph-bucket.ts";
import { type RadosgwAdmin, radosgwAdmin } from "./radosgw-admin.ts";

const deployment: Deployment = {
  type: "self-managed",
  org: "acme",
  frontendOrigins: ["http://localhost:3000"],
};

let endpoint: string;
let admin: RadosgwAdmin;
let owner: AccessKey;

beforeAll(async () => {
  const { endpoint: at, configFile } = inject("radosgw");
  endpoint = at;
  admin = radosgwAdmin(configFile);
  owner = await admin.createUser("validation-owner");
  await createBucket(endpoint, owner, "healthy", { cors: DOCUMENTED_CORS });
  await createBucket(endpoint, owner, "closed");
});

/** What the service reports of a bucket of radosgw. */
async function reportOn(bucketName: string, keys: AccessKey, path = ""): Promise<Report> {
  const { host } = new URL(endpoint);
  const userinfo = `${keys.accessKeyId}:${encodeURIComponent(keys.secretAccessKey.reveal())}`;
  const address = `s3://${userinfo}@${host}/${bucketName}${path && `/${path}`}?region=us-east-1`;
  const registered = readRegisteredStores(address);
  return validateBucket(
    {
      deployment,
      registered,
      store: memoryTeamStore(),
      validationKeys: async () => undefined,
      now: () => new Date(),
      callTimeoutMs: 5_000,
      onFault: (check, error) => {
        throw new Error(`${check} broke off`, { cause: error });
      },
    },
    {
      org: "acme",
      teamName: "omega",
      address: parseAddress(address, registeredAddressContext({ deployment, registered })),
    },
  );
}

const amiss = ({ checks }: Report) =>
  checks
    .filter(({ status }) => status !== "passed")
    .map(({ name, status, severity }) => `${name}: ${status} ${severity}`);

const fixOf = ({ checks }: Report, wanted: CheckName) =>
  checks.find(({ name }) => name === wanted)?.fix ?? "";

const clientOf = (keys: AccessKey) =>
  new S3Client({
    endpoint,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey.reveal() },
  });

describe("Ceph", () => {
  test("a healthy bucket is valid; that radosgw obeys unsigned copy headers is a warning", async () => {
    const report = await reportOn("healthy", owner);
    expect([report.valid, amiss(report)]).toEqual([true, ["unsigned-headers-refused: failed warning"]]);
  });

  test("it is an error where the keys reach beyond the team's path", async () => {
    const report = await reportOn("healthy", owner, "omega");
    expect([report.valid, amiss(report)]).toEqual([false, ["unsigned-headers-refused: failed error"]]);
  });

  test("a wrong secret, an unknown key and a missing bucket are told apart", async () => {
    const other = await admin.createUser("validation-other");
    const wrongSecret = await reportOn("healthy", { ...owner, secretAccessKey: other.secretAccessKey });
    const unknownKey = await reportOn("healthy", { ...owner, accessKeyId: "NOSUCHKEYATALL000000" });
    const missing = await reportOn("no-such-bucket", owner);
    const first = (report: Report) => report.checks.find(({ status }) => status === "failed");
    expect(first(wrongSecret)).toMatchObject({
      name: "credentials-accepted",
      message: expect.stringMatching(/secret/),
    });
    expect(first(unknownKey)).toMatchObject({
      name: "credentials-accepted",
      message: expect.stringMatching(/access key id/),
    });
    expect(first(missing)).toMatchObject({ name: "bucket-exists" });
  });

  test("a user without any permission on the bucket gets no pass", async () => {
    const stranger = await admin.createUser("validation-stranger");
    const report = await reportOn("healthy", stranger);
    expect(report.valid).toBe(false);
    expect(report.checks.find(({ name }) => name === "credentials-accepted")?.status).toBe("inconclusive");
  });

  test("a bucket without CORS fails in the browser's check, and our own fix turns it green", async () => {
    const before = await reportOn("closed", owner);
    expect([before.valid, amiss(before)[0]]).toEqual([false, "unsigned-headers-refused: failed warning"]);
    expect(amiss(before)).toContain("browser-allowed: failed error");
    const document = /--cors-configuration '(.*)'/.exec(fixOf(before, "browser-allowed"))?.[1] ?? "";
    await clientOf(owner).send(
      new PutBucketCorsCommand({ Bucket: "closed", CORSConfiguration: JSON.parse(document) }),
    );
    expect((await reportOn("closed", owner)).valid).toBe(true);
  });

  test("a public bucket is not valid", async () => {
    await createBucket(endpoint, owner, "public", { cors: DOCUMENTED_CORS });
    const policy = {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::public/*" },
      ],
    };
    await clientOf(owner).send(
      new PutBucketPolicyCommand({ Bucket: "public", Policy: JSON.stringify(policy) }),
    );
    const report = await reportOn("public", owner);
    expect(amiss(report)).toContain("not-public: failed error");
  });
});
