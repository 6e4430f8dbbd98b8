import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { gcsBucket, STORAGE_ADMIN } from "../../../../functions/local/gcs/gcs-bucket.ts";
import { type GcsStore, startGcsStore } from "../../../support/gcs-store.ts";
import { spend } from "../../../support/spend.ts";
import { codeOf, hmacCalls, type Send, sdkCalls } from "./signed-calls.ts";

const NAMES = ["cors", "encryptionConfig", "lifecycle", "location", "versioning"];
const KMS_KEY = "projects/a/locations/eu/keyRings/b/cryptoKeys/c";

let store: GcsStore;
let send: Send;
beforeAll(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  store = await startGcsStore();
  send = sdkCalls(store.server.endpoint, store.serviceAccountKey);
});
afterAll(() => store?.close());
beforeEach(() => {
  delete store.settings.defaultKmsKeyName;
  const permissions = { [store.serviceAccountKey.clientEmail]: STORAGE_ADMIN };
  Object.assign(store.settings, gcsBucket({ name: "acme-bucket", permissions }));
});

const ask = (name: string) => send({ method: "GET", key: "", parameters: { [name]: "" } });
const documentOf = async (name: string) => (await ask(name)).text.replace(/^<\?xml.*?\?>/, "");

test.each([
  ["cors", "<CorsConfig/>"],
  ["encryptionConfig", "<EncryptionConfiguration/>"],
  ["lifecycle", "<LifecycleConfiguration/>"],
  ["location", "<LocationConstraint>US</LocationConstraint>"],
  ["versioning", "<VersioningConfiguration/>"],
])("%s of a new bucket", async (name, document) => {
  expect(await documentOf(name)).toBe(document);
});

test("CORS rules are shown with all that they list, and nothing that Cloud Storage does not know", async () => {
  const documented = { origin: ["*"], method: ["GET", "PUT"], exposeHeaders: ["ETag"], maxAgeSeconds: 3000 };
  store.settings.cors = [
    documented,
    { origin: ["https://a.test", "https://b.test"], method: ["*"], responseHeader: ["ETag"] },
  ];
  expect(await documentOf("cors")).toBe(
    "<CorsConfig><Cors><Origins><Origin>*</Origin></Origins>" +
      "<Methods><Method>GET</Method><Method>PUT</Method></Methods><MaxAgeSec>3000</MaxAgeSec></Cors>" +
      "<Cors><Origins><Origin>https://a.test</Origin><Origin>https://b.test</Origin></Origins>" +
      "<Methods><Method>*</Method></Methods>" +
      "<ResponseHeaders><ResponseHeader>ETag</ResponseHeader></ResponseHeaders></Cors></CorsConfig>",
  );
});

test("versioning, the location and the key are shown as they are set", async () => {
  Object.assign(store.settings, { versioning: true, location: "EUROPE-WEST1", defaultKmsKeyName: KMS_KEY });
  expect(await documentOf("versioning")).toBe(
    "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
  );
  expect(await documentOf("location")).toBe("<LocationConstraint>EUROPE-WEST1</LocationConstraint>");
  expect(await documentOf("encryptionConfig")).toBe(
    `<EncryptionConfiguration><DefaultKmsKeyName>${KMS_KEY}</DefaultKmsKeyName></EncryptionConfiguration>`,
  );
});

test("lifecycle rules have the XML API's names", async () => {
  store.settings.lifecycleRules = [
    { action: { type: "Delete" }, condition: { numNewerVersions: 3, isLive: false } },
    {
      action: { type: "SetStorageClass", storageClass: "NEARLINE" },
      condition: { age: 30, matchesPrefix: ["a<b/", "c/"] },
    },
    { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
  ];
  expect(await documentOf("lifecycle")).toBe(
    "<LifecycleConfiguration><Rule><Action><Delete/></Action><Condition>" +
      "<NumberOfNewerVersions>3</NumberOfNewerVersions><IsLive>false</IsLive></Condition></Rule>" +
      "<Rule><Action><SetStorageClass>NEARLINE</SetStorageClass></Action><Condition><Age>30</Age>" +
      "<MatchesPrefix>a&#60;b/</MatchesPrefix><MatchesPrefix>c/</MatchesPrefix></Condition></Rule>" +
      "<Rule><Action><AbortIncompleteMultipartUpload/></Action><Condition><Age>7</Age></Condition></Rule>" +
      "</LifecycleConfiguration>",
  );
});

test.each(NAMES)(
  "%s takes storage.buckets.get and a signature, and is signed with an HMAC key too",
  async (name) => {
    const byHmac = hmacCalls(store.server.endpoint, store.hmacKey);
    expect((await byHmac({ method: "GET", key: "", parameters: { [name]: "" } })).text).toBe(
      (await ask(name)).text,
    );
    store.settings.public = true;
    const url = `${store.server.endpoint}/acme-bucket?${name}`;
    expect(codeOf(await spend({ method: "GET", url, headers: {} }))).toBe("403 AccessDenied");
    const permissions = STORAGE_ADMIN.filter((each) => each !== "storage.buckets.get");
    store.settings.permissions = { [store.serviceAccountKey.clientEmail]: permissions };
    expect(codeOf(await ask(name))).toBe("403 AccessDenied");
  },
);

test.each([
  ["storageClass", { storageClass: "" }, "GET"],
  ["two settings at once", { cors: "", versioning: "" }, "GET"],
  ["setting one", { cors: "" }, "PUT"],
] as const)("%s is not served", async (_what, parameters, method) => {
  expect(codeOf(await send({ method, key: "", parameters: { ...parameters } }))).toBe("501 NotImplemented");
});

test("a signature for a list is none for the settings", async () => {
  const layout = `${store.server.endpoint}/acme-bucket?cors=&X-Goog-Signature=00`;
  expect(codeOf(await spend({ method: "GET", url: layout, headers: {} }))).toBe(
    "400 MalformedSecurityHeader",
  );
});
