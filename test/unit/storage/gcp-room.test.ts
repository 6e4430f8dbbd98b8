import { describe, expect, test } from "vitest";
import { secret } from "../../../lib/secret.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import type { AccessKey } from "../../../lib/storage/credentials.ts";
import { gcpRoom } from "../../../lib/storage/gcp/room.ts";
import type { SignRequest } from "../../../lib/storage/signer.ts";
import { rsaKeyPair } from "../../support/gcs-store.ts";

const bucket: Bucket = { provider: "GCP", name: "acme.runs", path: "" };
const hmacKey: AccessKey = { accessKeyId: "GOOG1EXAMPLE", secretAccessKey: secret("do-not-tell") };
const now = () => new Date("2026-11-24T08:00:00.900Z");

async function grantOf(request: Partial<SignRequest> = {}, credentials = hmacKey, endpoint?: string) {
  const signer = gcpRoom.signer(bucket, credentials, { now, endpoint });
  return signer.sign({ method: "GET", key: "k", expiresInSeconds: 60, ...request });
}

describe("where a bucket is reached", () => {
  test.each([
    [undefined, "https://storage.googleapis.com/acme.runs/k", "storage.googleapis.com", 443, true],
    ["http://127.0.0.1:4443", "http://127.0.0.1:4443/acme.runs/k", "127.0.0.1", 4443, false],
    [
      "https://{bucket}.gcs.acme.test/",
      "https://acme.runs.gcs.acme.test/k",
      "acme.runs.gcs.acme.test",
      443,
      true,
    ],
    ["https://gcs.acme.test/xml/", "https://gcs.acme.test/xml/acme.runs/k", "gcs.acme.test", 443, true],
  ])("with the endpoint %s", async (endpoint, url, host, port, tls) => {
    expect((await grantOf({}, hmacKey, endpoint)).url.split("?")[0]).toBe(url);
    expect(gcpRoom.reach(bucket, endpoint)).toEqual({ host, port, tls, minTlsVersion: "TLSv1.2" });
  });

  test("a list is asked of the bucket's own path", async () => {
    const pathAt = async (endpoint?: string) => {
      const { url } = await gcpRoom.signer(bucket, hmacKey, { now, endpoint }).signList("p/", 60);
      return url.slice(0, url.indexOf("?"));
    };
    expect(await pathAt()).toBe("https://storage.googleapis.com/acme.runs");
    expect(await pathAt("https://{bucket}.gcs.acme.test")).toBe("https://acme.runs.gcs.acme.test/");
  });
});

describe("what a grant says", () => {
  test("an upload lists every header that it binds, and not the host", async () => {
    const bound = {
      contentType: "text/plain",
      contentMd5: "XUFAKrxLKna5cZ2REBfFkg==",
      contentLength: 0,
      ifNoneMatch: "*",
    } as const;
    expect((await grantOf({ method: "PUT", bound })).headers).toEqual({
      "Content-Type": "text/plain",
      "Content-MD5": "XUFAKrxLKna5cZ2REBfFkg==",
      "Content-Length": "0",
      "x-goog-if-generation-match": "0",
    });
  });

  test.each(["GET", "HEAD", "DELETE"] as const)("a %s binds the host alone", async (method) => {
    const grant = await grantOf({ method, bound: { contentType: "text/plain" } });
    expect(grant.headers).toEqual({});
    expect(new URL(grant.url).searchParams.get("X-Goog-SignedHeaders")).toBe("host");
  });

  test("expiresAt and the URL tell the same end: whole seconds, seven days at most, no later than the key's own", async () => {
    const endOf = async (expiresInSeconds: number, expiresAt?: Date) => {
      const grant = await grantOf({ expiresInSeconds }, { ...hmacKey, ...(expiresAt && { expiresAt }) });
      return [new URL(grant.url).searchParams.get("X-Goog-Expires"), grant.expiresAt.toISOString()];
    };
    expect(await endOf(60)).toEqual(["60", "2026-11-24T08:01:00.000Z"]);
    expect(await endOf(700_000)).toEqual(["604800", "2026-12-01T08:00:00.000Z"]);
    expect(await endOf(86_400, new Date("2026-11-24T08:10:00.500Z"))).toEqual([
      "600",
      "2026-11-24T08:10:00.000Z",
    ]);
  });

  test("the secret is not in it", async () => {
    expect(JSON.stringify(await grantOf())).not.toContain("do-not-tell");
  });
});

describe("credentials", () => {
  test("a private key signs off the main thread, an HMAC key on the spot", () => {
    const { privateKey } = rsaKeyPair();
    const request: SignRequest = { method: "GET", key: "k", expiresInSeconds: 60 };
    const account = { clientEmail: "byob@acme.iam.gserviceaccount.com", privateKey };
    expect(gcpRoom.signer(bucket, account, { now }).sign(request)).toBeInstanceOf(Promise);
    expect(gcpRoom.signer(bucket, hmacKey, { now }).sign(request)).not.toBeInstanceOf(Promise);
  });

  test("that Cloud Storage does not know are refused", () => {
    const session = { ...hmacKey, sessionToken: secret("token") };
    expect(() => gcpRoom.signer(bucket, session, { now })).toThrow("no session tokens");
    expect(() => gcpRoom.signer(bucket, { accountKey: secret("aGk=") }, { now })).toThrow("HMAC keys");
  });

  test("that are no private key are refused without a word of them", () => {
    const broken = {
      clientEmail: "a@b",
      privateKey: secret("-----BEGIN PRIVATE KEY-----\ndo-not-tell\n-----END PRIVATE KEY-----"),
    };
    expect(() => gcpRoom.signer(bucket, broken, { now })).toThrow(/^(?!.*do-not-tell)/s);
  });
});

test("a listing is told from a page that answers 200 to everything", () => {
  const isListing = (text: string) =>
    gcpRoom.isListing({ status: 200, headers: {}, body: new TextEncoder().encode(text) });
  expect(
    isListing("<?xml version='1.0'?><ListBucketResult xmlns='http://doc.s3.amazonaws.com/2006-03-01'>"),
  ).toBe(true);
  expect(isListing("<html>hello</html>")).toBe(false);
});
