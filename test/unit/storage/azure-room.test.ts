import { describe, expect, test } from "vitest";
import { secret } from "../../../lib/secret.ts";
import { azureRoom } from "../../../lib/storage/azure/room.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import type { Credentials, DelegationKey } from "../../../lib/storage/credentials.ts";
import type { SignRequest } from "../../../lib/storage/signer.ts";

const value = secret(Buffer.from("do-not-tell").toString("base64"));
const accountKey: Credentials = { accountKey: value };
const delegationKey: DelegationKey = {
  signedObjectId: "66666666-7777-8888-9999-000000000000",
  signedTenantId: "11111111-2222-3333-4444-555555555555",
  signedStart: new Date("2026-11-24T07:45:00Z"),
  expiresAt: new Date("2026-11-24T08:10:00.900Z"),
  signedService: "b",
  signedVersion: "2025-05-05",
  value,
};
const bucket: Bucket = { provider: "AZURE", name: "runs", path: "", accountName: "acmestore" };
const now = () => new Date("2026-11-24T08:00:00.900Z");

function grantOf(
  request: Partial<SignRequest> = {},
  credentials: Credentials = accountKey,
  endpoint?: string,
) {
  const signer = azureRoom.signer(bucket, credentials, { now, endpoint });
  return signer.sign({ method: "GET", key: "k", expiresInSeconds: 60, ...request });
}

const parametersOf = ({ url }: { url: string }) => Object.fromEntries(new URL(url).searchParams);

describe("where a container is reached", () => {
  test.each([
    [
      undefined,
      "https://acmestore.blob.core.windows.net/runs/k",
      "acmestore.blob.core.windows.net",
      443,
      true,
    ],
    ["http://127.0.0.1:10000", "http://127.0.0.1:10000/acmestore/runs/k", "127.0.0.1", 10_000, false],
    ["https://{account}.blob.acme.test/", "https://acmestore.blob.acme.test/runs/k", undefined, 443, true],
    [
      "https://gateway.acme.test:8443/az/{account}",
      "https://gateway.acme.test:8443/az/acmestore/runs/k",
      "gateway.acme.test",
      8443,
      true,
    ],
  ])("with the endpoint %s", (endpoint, url, host = "acmestore.blob.acme.test", port, tls) => {
    expect(grantOf({}, accountKey, endpoint).url.split("?")[0]).toBe(url);
    expect(azureRoom.reach(bucket, endpoint)).toEqual({ host, port, tls, minTlsVersion: "TLSv1.2" });
    const list = azureRoom.signer(bucket, accountKey, { now, endpoint }).signList("p/", 60);
    expect(`${list.url.split("?")[0]}/k`).toBe(url);
  });

  test("a bucket without an account is nobody's", () => {
    const { accountName: _, ...without } = bucket;
    expect(() => azureRoom.signer(without, accountKey, { now })).toThrow("has a storage account");
  });
});

describe("what a grant says", () => {
  test.each([
    ["GET", {}, "r", {}],
    ["HEAD", {}, "r", {}],
    ["DELETE", {}, "d", {}],
    ["PUT", {}, "cw", { "x-ms-blob-type": "BlockBlob" }],
    ["PUT", { ifNoneMatch: "*" }, "c", { "x-ms-blob-type": "BlockBlob", "If-None-Match": "*" }],
  ] as const)(
    "a %s bound by %o has the least permission and the headers to send",
    (method, bound, sp, headers) => {
      const grant = grantOf({ method, bound });
      expect(parametersOf(grant)).toMatchObject({ sp, sr: "b" });
      expect(grant.headers).toEqual(headers);
    },
  );

  test.each([
    { contentType: "text/plain" },
    { contentMd5: "XUFAKrxLKna5cZ2REBfFkg==" },
    { contentLength: 0 },
  ])("an upload is never signed as if it were bound by %o", (bound) => {
    expect(() => grantOf({ method: "PUT", bound })).toThrow("binds no header");
  });

  test("a URL for https is refused over http; an emulator's takes either", () => {
    expect(parametersOf(grantOf()).spr).toBe("https");
    expect(parametersOf(grantOf({}, accountKey, "http://127.0.0.1:1")).spr).toBeUndefined();
  });

  test("no start, which a clock that is ahead would put into the future", () => {
    expect(parametersOf(grantOf()).st).toBeUndefined();
  });

  test("expiresAt and the URL tell the same end, cut to the key's own", () => {
    const grant = grantOf({ expiresInSeconds: 86_400 }, delegationKey);
    expect(grant.expiresAt).toEqual(new Date("2026-11-24T08:10:00Z"));
    expect(parametersOf(grant)).toMatchObject({ se: "2026-11-24T08:10:00Z", ske: "2026-11-24T08:10:00Z" });
  });

  test("a key that has ended signs nothing", () => {
    const ended = { ...delegationKey, expiresAt: new Date("2026-11-24T08:00:00Z") };
    expect(() => grantOf({}, ended)).toThrow("credentials.unavailable");
  });

  test("response headers are signed for downloads alone", () => {
    const overrides = { responseContentType: "text/csv", responseContentDisposition: "inline" };
    expect(parametersOf(grantOf(overrides))).toMatchObject({ rsct: "text/csv", rscd: "inline" });
    expect(parametersOf(grantOf({ ...overrides, method: "DELETE" }))).not.toHaveProperty("rsct");
  });

  test.each([{ key: "k\n" }, { responseContentType: "a\nb" }, { responseContentDisposition: "a\rb" }])(
    "%o could pass for other fields of the string to sign",
    (request) => {
      expect(() => grantOf(request)).toThrow("no line breaks");
    },
  );

  test("the secret is not in it", () => {
    expect(JSON.stringify([grantOf(), grantOf({}, delegationKey)])).not.toContain(value.reveal());
  });
});

test("keys of other providers are not signed with", () => {
  const accessKey = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: value };
  expect(() => azureRoom.signer(bucket, accessKey, { now })).toThrow("Azure signs with");
});
