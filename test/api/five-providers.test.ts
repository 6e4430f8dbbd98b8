import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BlobStore, startBlobStore } from "../../functions/local/blob-store.ts";
import { type GcsStore, startGcsStore } from "../support/gcs-store.ts";
import { type LocalService, startLocalService } from "../support/local-service.ts";
import { spend } from "../support/spend.ts";

const ORIGIN = "http://localhost:3000";
const ACCOUNT_KEY = randomBytes(64).toString("base64");
const KEY = "run 1/ü+%~#?.bin ";

const CORS = [
  {
    origin: [ORIGIN],
    method: ["GET", "HEAD", "PUT"],
    responseHeader: ["Content-Type", "Content-MD5", "ETag"],
  },
];

let gcs: GcsStore;
let azure: BlobStore;
let service: LocalService;
let admin: string;
let member: string;

beforeAll(async () => {
  gcs = await startGcsStore();
  gcs.settings.cors = CORS;
  gcs.settings.versioning = true;
  azure = await startBlobStore({
    port: 0,
    accounts: { acmestore: ACCOUNT_KEY, closedstore: ACCOUNT_KEY },
    containers: ["runs", "more"],
    corsOrigins: [ORIGIN],
  });
  service = await startLocalService({
    buckets: ["aws-bucket", "core-bucket", "minio-bucket"],
    awsEndpoint: true,
    endpoints: { GCP: gcs.server.endpoint, AZURE: azure.endpoint },
    registered: [
      "cw://",
      "gs://acme-bucket",
      "s3://aws-bucket?region=us-east-1",
      "az://acmestore/runs",
      "az://acmestore/more",
    ].join(),
    deployment: { awsRegion: "us-east-1" },
  });
  admin = await service.token({ sub: "admin1", roles: ["admin"] });
  member = await service.token({ teams: ["aws", "cw", "minio", "gcs-hmac", "azure"] });
});
afterAll(async () => {
  await service.close();
  await Promise.all([gcs.close(), azure.close()]);
});

const s3Keys = (bucketName: string) => {
  const { accessKeyId = "", secretAccessKey = "" } =
    service.cloud.buckets.find(({ name }) => name === bucketName) ?? {};
  return `${accessKeyId}:${encodeURIComponent(secretAccessKey)}`;
};
const hmac = (secret = gcs.hmacKey.secretAccessKey.reveal()) =>
  `${gcs.hmacKey.accessKeyId}:${encodeURIComponent(secret)}`;
const account = (key = ACCOUNT_KEY) => `:${encodeURIComponent(key)}`;

/** An address of each provider, with keys of its own. */
const ADDRESSES: Record<string, () => string> = {
  aws: () => `s3://${s3Keys("aws-bucket")}@s3.us-east-1.amazonaws.com/aws-bucket`,
  cw: () => `cw://${s3Keys("core-bucket")}@cwobject.com/core-bucket`,
  minio: () => service.address("minio-bucket"),
  "gcs-hmac": () => `gs://${hmac()}@acme-bucket`,
  azure: () => `az://${account()}@acmestore/runs`,
};

const validate = async (address: string) =>
  (await service.call("POST", "/buckets/validate", { token: admin, body: { address } })).body;

const amiss = ({ checks }: { checks: { name: string; status: string }[] }) =>
  checks
    .filter(({ status }) => status === "failed" || status === "inconclusive")
    .map(({ name, status }) => `${name}: ${status}`);

describe.each(Object.keys(ADDRESSES))("a team on %s", (team) => {
  const presign = async (method: string) => {
    const body = { team, method, objects: [{ key: KEY }] };
    return (await service.call("POST", "/presign", { token: member, body })).body.urls[0];
  };

  it("is created, takes a file and gives it back", async () => {
    const body = { teamName: team, storageType: "External", storageBucket: { address: ADDRESSES[team]?.() } };
    const made = await service.call("POST", "/teams", { token: admin, body });
    expect([made.status, made.body.report?.valid]).toEqual([201, true]);
    expect((await spend(await presign("PUT"), "the bytes")).status).toBeLessThan(300);
    expect((await spend(await presign("GET"))).text).toBe("the bytes");
    expect((await spend(await presign("HEAD"))).headers["content-length"]).toBe("9");
  });

  it("gives no URL for another object, method or prefix", async () => {
    const get = await presign("GET");
    for (const url of [get.url.replace("run%201", "run%202"), get.url.replace("run%201", "run%201/x")])
      expect((await spend({ ...get, url })).status).toBeGreaterThanOrEqual(400);
    expect((await spend({ ...get, method: "DELETE" })).status).toBeGreaterThanOrEqual(400);
  });

  it("is told what its store cannot bind", async () => {
    const objects = [{ key: "bound", contentType: "text/plain" }];
    const { body } = await service.call("POST", "/presign", {
      token: member,
      body: { team, method: "PUT", objects },
    });
    if (team === "azure") expect(body.urls[0].error.code).toBe("binding.unsupported");
    else expect(body.urls[0].headers["Content-Type"]).toBe("text/plain");
  });

  it("holds a path apart from the other teams of the bucket", async () => {
    const { checks } = await validate(ADDRESSES[team]?.() ?? "");
    const check = checks.find(({ name }: { name: string }) => name === "path-free");
    expect([check.status, check.message]).toEqual(["failed", expect.stringContaining(team)]);
  });
});

describe("what is wrong is found out in each provider's own way", () => {
  it("a service account's key works too", async () => {
    const { clientEmail, privateKey } = gcs.serviceAccountKey;
    const address = `gs://${clientEmail}:${encodeURIComponent(privateKey.reveal())}@acme-bucket/other`;
    const body = { teamName: "gcs-hmac", storageBucket: { address } };
    const { body: report } = await service.call("POST", "/buckets/validate", { token: admin, body });
    expect([report.valid, amiss(report)]).toEqual([true, []]);
  });

  it("a wrong key", async () => {
    const wrong = randomBytes(64).toString("base64");
    expect(amiss(await validate(`gs://${hmac("wrong")}@acme-bucket/p`))).toEqual([
      expect.stringMatching(/^path-free|^credentials-accepted/),
    ]);
    const onAzure = await validate(`az://${account(wrong)}@acmestore/more`);
    expect(amiss(onAzure)).toEqual(["credentials-accepted: failed"]);
  });

  it("a missing container, and a store that no browser may talk to", async () => {
    const missing = await service.call("POST", "/buckets/validate", {
      token: admin,
      body: { address: `az://${account()}@acmestore/none` },
    });
    expect(amiss(missing.body)).toEqual(["store-registered: failed"]);
    gcs.settings.cors = [];
    const body = { teamName: "gcs-hmac", storageBucket: { address: `gs://${hmac()}@acme-bucket` } };
    const closed = (await service.call("POST", "/buckets/validate", { token: admin, body })).body;
    expect(amiss(closed)).toEqual(["browser-allowed: failed", "cors-policy-complete: failed"]);
    const { fix } = closed.checks.find(({ name }: { name: string }) => name === "browser-allowed");
    expect(fix).toMatch(/gcloud storage buckets update gs:\/\/acme-bucket --cors-file/);
    gcs.settings.cors = JSON.parse(/'(\[.*\])'/.exec(fix)?.[1] ?? "[]");
    expect((await service.call("POST", "/buckets/validate", { token: admin, body })).body.valid).toBe(true);
  });

  it("a public bucket", async () => {
    gcs.settings.public = true;
    const body = { teamName: "gcs-hmac", storageBucket: { address: `gs://${hmac()}@acme-bucket` } };
    const open = (await service.call("POST", "/buckets/validate", { token: admin, body })).body;
    gcs.settings.public = false;
    expect(amiss(open)).toEqual(["not-public: failed"]);
  });
});
