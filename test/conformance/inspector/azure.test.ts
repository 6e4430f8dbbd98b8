import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BlobStore, startBlobStore } from "../../../functions/local/blob-store.ts";
import { secret } from "../../../lib/secret.ts";
import { azureInspector } from "../../../lib/storage/azure/inspector.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";

const key = Buffer.from("an account key of a test").toString("base64");
const bucket: Bucket = { provider: "AZURE", name: "runs", path: "", accountName: "plain" };
const accountKey = { accountKey: secret(key) };

let store: BlobStore;
beforeAll(async () => {
  store = await startBlobStore({ port: 0, accounts: { plain: key, full: key } });
});
afterAll(() => store?.close());

const inspect = (accountName: string, credentials: Parameters<typeof azureInspector>[1] = accountKey) =>
  azureInspector({ ...bucket, accountName }, credentials, {
    timeoutMs: 5_000,
    endpoint: store.endpoint,
  }).inspect();

/** Azure's management API alone tells them. */
const NOT_OFFERED = ["versioning", "expiresObjects"];

test("an account as Azurite makes it", async () => {
  expect(await inspect("plain")).toEqual({ corsRules: [], notOffered: NOT_OFFERED });
});

test("an account with CORS rules and soft delete", async () => {
  const account = new BlobServiceClient(
    `${store.endpoint}/full`,
    new StorageSharedKeyCredential("full", key),
  );
  await account.setProperties({
    cors: [
      {
        allowedOrigins: "https://acme.test, https://wandb.test",
        allowedMethods: "GET,PUT",
        allowedHeaders: "x-ms-*",
        exposedHeaders: "",
        maxAgeInSeconds: 3_000,
      },
    ],
    deleteRetentionPolicy: { enabled: true, days: 7 },
  });
  expect(await inspect("full")).toEqual({
    corsRules: [
      {
        origins: ["https://acme.test", "https://wandb.test"],
        methods: ["GET", "PUT"],
        requestHeaders: ["x-ms-*"],
        exposedHeaders: [],
        maxAgeSeconds: 3_000,
      },
    ],
    softDeleteDays: 7,
    notOffered: NOT_OFFERED,
  });
  await account.setProperties({ deleteRetentionPolicy: { enabled: false } });
  expect(await inspect("full")).toMatchObject({ softDeleteDays: 0 });
});

test("nothing can be told with a wrong key, of an account that is not there, and with a delegation key", async () => {
  expect(await inspect("plain", { accountKey: secret("AAAA") })).toEqual({ notOffered: NOT_OFFERED });
  expect(await inspect("nobody")).toEqual({ notOffered: NOT_OFFERED });
  const delegationKey = {
    signedObjectId: "66666666-7777-8888-9999-000000000000",
    signedTenantId: "11111111-2222-3333-4444-555555555555",
    signedStart: new Date(),
    expiresAt: new Date(),
    signedService: "b",
    signedVersion: "2025-05-05",
    value: secret(key),
  };
  expect(await inspect("plain", delegationKey)).toEqual({
    notOffered: [...NOT_OFFERED, "corsRules", "softDeleteDays"],
  });
});

test("nothing can be told when Azure never answers", async () => {
  const silent = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const options = { timeoutMs: 200, endpoint: `http://127.0.0.1:${port}` };
  expect(await azureInspector(bucket, accountKey, options).inspect()).toEqual({ notOffered: NOT_OFFERED });
  silent.closeAllConnections();
  silent.close();
  await once(silent, "close");
});
