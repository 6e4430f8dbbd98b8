import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BlobStore, startBlobStore } from "../../functions/local/blob-store.ts";
import type { CompactItem } from "../../lib/presign/compact-grants.ts";
import { compactUrl } from "../../lib/presign/compact-url.ts";
import { type GcsStore, startGcsStore } from "../support/gcs-store.ts";
import { type LocalService, startLocalService } from "../support/local-service.ts";
import { spend } from "../support/spend.ts";

const ACCOUNT_KEY = randomBytes(64).toString("base64");
const TEAMS = ["minio", "gcs", "azure"];
/** What Lambda lets through. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LAMBDA_BYTES = 6 * 1024 * 1024;

let gcs: GcsStore;
let azure: BlobStore;
let service: LocalService;
let member: string;

beforeAll(async () => {
  const origin = "http://localhost:3000";
  gcs = await startGcsStore();
  gcs.settings.cors = [
    {
      origin: [origin],
      method: ["GET", "HEAD", "PUT"],
      responseHeader: ["Content-Type", "Content-MD5", "ETag"],
    },
  ];
  azure = await startBlobStore({
    port: 0,
    accounts: { acmestore: ACCOUNT_KEY },
    containers: ["runs"],
    corsOrigins: [origin],
  });
  service = await startLocalService({
    buckets: ["minio-bucket"],
    endpoints: { GCP: gcs.server.endpoint, AZURE: azure.endpoint },
    registered: ["gs://acme-bucket", "az://acmestore/runs"].join(),
  });
  member = await service.token({ teams: TEAMS });
  const { accessKeyId, secretAccessKey } = gcs.hmacKey;
  const addresses = {
    minio: service.address("minio-bucket"),
    gcs: `gs://${accessKeyId}:${encodeURIComponent(secretAccessKey.reveal())}@acme-bucket`,
    azure: `az://:${encodeURIComponent(ACCOUNT_KEY)}@acmestore/runs`,
  };
  const admin = await service.token({ sub: "admin1", roles: ["admin"] });
  for (const [teamName, address] of Object.entries(addresses)) {
    const body = { teamName, storageType: "External", storageBucket: { address } };
    expect((await service.call("POST", "/teams", { token: admin, body })).status).toBe(201);
  }
});
afterAll(async () => {
  await service.close();
  await Promise.all([gcs.close(), azure.close()]);
});

const presign = (body: object) => service.call("POST", "/presign", { token: member, body });

describe.each(TEAMS)("compact grants on %s", (team) => {
  it("are the same grants: each joined URL can be spent, and no other", async () => {
    const keys = ["a b/ü+%~#?.bin ", "plain", "a b/second"];
    const objects = [...keys.map((key) => ({ key })), { key: "../x" }];
    const { status, body } = await presign({ team, method: "PUT", objects, format: "compact" });
    expect(status).toBe(200);
    expect(body.items.map((item: { key: string }) => item.key)).toEqual(objects.map(({ key }) => key));
    expect(body.items.at(-1).error.code).toBe("key.invalid");
    for (const item of body.items.slice(0, -1)) {
      const headers = item.headers ?? {};
      const put = await spend({ method: "PUT", url: compactUrl(body, item), headers }, `of ${item.key}`);
      expect(put.status).toBeLessThan(300);
    }
    const read = (
      await presign({ team, method: "GET", objects: keys.map((key) => ({ key })), format: "compact" })
    ).body;
    for (const item of read.items as CompactItem[]) {
      const got = await spend({ method: "GET", url: compactUrl(read, item), headers: {} });
      expect(got.text).toBe(`of ${item.key}`);
      const other = compactUrl(read, { ...item, path: `${item.path}x` });
      expect((await spend({ method: "GET", url: other, headers: {} })).status).toBeGreaterThanOrEqual(400);
    }
  });

  it("are 5,000 in an answer that Lambda lets through, and no more", async () => {
    const artifact = (index: number) => ({
      key: `wandb_artifacts/123456789/987654321/${index.toString(16).padStart(32, "0")}`,
    });
    const objects = Array.from({ length: 5_000 }, (_, index) => artifact(index));
    const { status, body } = await presign({ team, method: "GET", objects, format: "compact" });
    expect([status, body.items.length]).toEqual([200, 5_000]);
    const answer = JSON.stringify({ statusCode: 200, body: JSON.stringify(body) });
    expect(Buffer.byteLength(answer)).toBeLessThan(LAMBDA_BYTES);
    const more = await presign({
      team,
      method: "GET",
      objects: [...objects, artifact(5_000)],
      format: "compact",
    });
    expect([more.status, more.body.code, more.body.allowed]).toEqual([
      413,
      "presign.too_many_objects",
      5_000,
    ]);
    const full = await presign({ team, method: "GET", objects: objects.slice(0, 1_001) });
    expect([full.status, full.body.allowed]).toEqual([413, 1_000]);
  });

  it("say when the first of them ends", async () => {
    const { body } = await presign({
      team,
      method: "GET",
      objects: [{ key: "a" }],
      format: "compact",
      expiresIn: 600,
    });
    const left = Date.parse(body.expiresAt) - Date.now();
    expect(left).toBeGreaterThan(590_000);
    expect(left).toBeLessThanOrEqual(600_000);
    expect(Date.parse(body.refreshAfter)).toBeLessThan(Date.parse(body.expiresAt));
  });
});

it("another format is refused with those that there are", async () => {
  const { status, body } = await presign({
    team: "minio",
    method: "GET",
    objects: [{ key: "a" }],
    format: "tiny",
  });
  expect([status, body.code]).toEqual([400, "request.invalid"]);
  expect(body.detail).toMatch(/full.*compact/);
});

describe("a thousand long keys that do not fit", () => {
  it("are refused with a number that does", async () => {
    const objects = Array.from({ length: 5_000 }, (_, index) => ({ key: `${index}`.padEnd(1_000, "k") }));
    const { status, body } = await presign({ team: "minio", method: "GET", objects, format: "compact" });
    expect([status, body.code]).toEqual([413, "presign.answer_too_large"]);
    const fewer = objects.slice(0, body.allowed);
    expect((await presign({ team: "minio", method: "GET", objects: fewer, format: "compact" })).status).toBe(
      200,
    );
  });
});
