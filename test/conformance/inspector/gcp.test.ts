import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { gcsBucket, STORAGE_ADMIN } from "../../../functions/local/gcs/gcs-bucket.ts";
import type { Credentials } from "../../../lib/storage/credentials.ts";
import { gcpInspector } from "../../../lib/storage/gcp/inspector.ts";
import { type GcsStore, rsaKeyPair, startGcsStore } from "../../support/gcs-store.ts";

let store: GcsStore;
beforeAll(async () => {
  store = await startGcsStore();
});
afterAll(() => store?.close());
beforeEach(() => {
  const { clientEmail } = store.serviceAccountKey;
  const fresh = gcsBucket({ name: store.bucket.name, permissions: { [clientEmail]: STORAGE_ADMIN } });
  delete store.settings.defaultKmsKeyName;
  Object.assign(store.settings, fresh);
});

const inspect = (credentials: Credentials = store.serviceAccountKey, bucket = store.bucket) => {
  const { endpoint, tokenEndpoint } = store.server;
  return gcpInspector(bucket, credentials, { timeoutMs: 5000, endpoint, tokenEndpoint }).inspect();
};

test("a bucket as Google makes it", async () => {
  expect(await inspect()).toEqual({
    corsRules: [],
    versioning: false,
    softDeleteDays: 7,
    expiresObjects: false,
    region: "us",
  });
});

test("a bucket with everything set", async () => {
  const defaultKmsKeyName = "projects/acme/locations/eu/keyRings/a/cryptoKeys/b";
  Object.assign(store.settings, {
    location: "EUROPE-WEST1",
    cors: [
      {
        origin: ["https://acme.test"],
        method: ["GET", "PUT"],
        responseHeader: ["ETag"],
        maxAgeSeconds: 3000,
      },
      { origin: ["*"] },
    ],
    versioning: true,
    softDeleteSeconds: 0,
    defaultKmsKeyName,
    lifecycleRules: [{ action: { type: "Delete" }, condition: { age: 30 } }],
  });
  expect(await inspect()).toEqual({
    corsRules: [
      {
        origins: ["https://acme.test"],
        methods: ["GET", "PUT"],
        requestHeaders: ["ETag"],
        exposedHeaders: ["ETag"],
        maxAgeSeconds: 3000,
      },
      { origins: ["*"], methods: [], requestHeaders: [], exposedHeaders: [] },
    ],
    versioning: true,
    softDeleteDays: 0,
    expiresObjects: true,
    region: "europe-west1",
    defaultKmsKey: defaultKmsKeyName,
  });
});

test.each([
  ["the permission is missing", () => (store.settings.permissions = {}), undefined],
  ["the private key is not the account's", () => undefined, () => rsaKeyPair().privateKey],
])("nothing can be told when %s", async (_what, spoil, privateKeyOf) => {
  spoil();
  const { serviceAccountKey } = store;
  expect(
    await inspect({ ...serviceAccountKey, ...(privateKeyOf && { privateKey: privateKeyOf() }) }),
  ).toEqual({});
});

test("nothing can be told of a bucket that is not there, nor with an HMAC key", async () => {
  expect(await inspect(store.serviceAccountKey, { ...store.bucket, name: "no-such" })).toEqual({});
  expect(await inspect(store.hmacKey)).toEqual({});
});

test.each(["endpoint", "tokenEndpoint"] as const)(
  "nothing can be told when the %s never answers",
  async (which) => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const { endpoint, tokenEndpoint } = store.server;
    const options = { timeoutMs: 200, endpoint, tokenEndpoint, [which]: `http://127.0.0.1:${port}` };
    expect(await gcpInspector(store.bucket, store.serviceAccountKey, options).inspect()).toEqual({});
    silent.closeAllConnections();
    silent.close();
    await once(silent, "close");
  },
);

test("nothing can be told when nobody is there", async () => {
  const closed = await startGcsStore();
  await closed.close();
  const { endpoint, tokenEndpoint } = closed.server;
  const nobody = { timeoutMs: 5000, endpoint, tokenEndpoint };
  expect(await gcpInspector(store.bucket, store.serviceAccountKey, nobody).inspect()).toEqual({});
});
