import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { gcsBucket, STORAGE_ADMIN } from "../../../functions/local/gcs/gcs-bucket.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import type { Credentials } from "../../../lib/storage/credentials.ts";
import { gcpInspector } from "../../../lib/storage/gcp/inspector.ts";
import { gcpRoom } from "../../../lib/storage/gcp/room.ts";
import type { Spend } from "../../../lib/storage/spent.ts";
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
  return inspectAt(bucket, credentials, { timeoutMs: 5000, endpoint, tokenEndpoint });
};

const now = () => new Date();

/** Asks one server for the JSON API, and spends signed requests on the store that runs. */
function inspectAt(
  bucket: Bucket,
  credentials: Credentials,
  options: { timeoutMs: number; endpoint: string; tokenEndpoint?: string },
) {
  const signer = gcpRoom.signer(bucket, credentials, { now, endpoint: options.endpoint });
  const send: Spend = async (grant) => {
    const { url, headers } = await grant;
    const signal = AbortSignal.timeout(options.timeoutMs);
    const answer = await fetch(url, { headers, signal }).catch(() => undefined);
    if (answer === undefined) return { cause: "no-answer" };
    const body = new Uint8Array(await answer.arrayBuffer());
    const found = { status: answer.status, headers: {}, body };
    return { cause: gcpRoom.diagnose(found), answer: found };
  };
  return gcpInspector(bucket, credentials, {
    ...options,
    sign: signer.signSubresource,
    spend: send,
  }).inspect();
}

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

test("nothing can be told of a bucket that is not there", async () => {
  for (const keys of [store.serviceAccountKey, store.hmacKey])
    expect(await inspect(keys, { ...store.bucket, name: "no-such" })).toEqual({});
});

/** What the XML API tells of a bucket as Google makes it. */
const BY_XML = { corsRules: [], versioning: false, expiresObjects: false };

test("an HMAC key, and a deployment's own way to the store, tell what the XML API does", async () => {
  expect(await inspect(store.hmacKey)).toEqual(BY_XML);
  const { endpoint } = store.server;
  const noTokens = { timeoutMs: 5000, endpoint };
  expect(await inspectAt(store.bucket, store.serviceAccountKey, noTokens)).toEqual(BY_XML);
});

test("both APIs tell the same", async () => {
  Object.assign(store.settings, {
    cors: [
      {
        origin: ["https://acme.test", "*"],
        method: ["GET", "PUT"],
        responseHeader: ["ETag"],
        maxAgeSeconds: 60,
      },
      { origin: ["https://a&b.test"] },
    ],
    versioning: true,
    lifecycleRules: [
      { action: { type: "Delete" }, condition: { age: 30, matchesPrefix: ["tmp/", "logs/"] } },
      { action: { type: "Delete" }, condition: { numNewerVersions: 3 } },
      { action: { type: "SetStorageClass", storageClass: "NEARLINE" }, condition: { age: 1 } },
    ],
  });
  const byXml = await inspect(store.hmacKey);
  const byJson = await inspect(store.serviceAccountKey);
  expect(byXml).toMatchObject({ versioning: true, expiresObjects: true });
  for (const name of ["corsRules", "versioning", "expiresObjects"] as const)
    expect(byXml[name], name).toEqual(byJson[name]);
  expect(await inspect(store.hmacKey, { ...store.bucket, path: "runs" })).toMatchObject({
    expiresObjects: false,
  });
});

test.each(["endpoint", "tokenEndpoint"] as const)(
  "nothing can be told when the %s never answers",
  async (which) => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const { endpoint, tokenEndpoint } = store.server;
    const options = { timeoutMs: 200, endpoint, tokenEndpoint, [which]: `http://127.0.0.1:${port}` };
    const facts = await inspectAt(store.bucket, store.serviceAccountKey, options);
    expect(facts).not.toHaveProperty("softDeleteDays");
    expect(facts).toEqual(which === "endpoint" ? {} : BY_XML);
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
  expect(await inspectAt(store.bucket, store.serviceAccountKey, nobody)).toEqual({});
});
