import { describe, expect, test } from "vitest";
import { secret } from "../../../lib/secret.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import { gcpRoom } from "../../../lib/storage/gcp/room.ts";
import { rsaSigning } from "../../../lib/storage/gcp/rsa-signing.ts";
import { unsignedUrl } from "../../../lib/storage/gcp/unsigned-url.ts";
import type { SignRequest } from "../../../lib/storage/signer.ts";
import { googleTestAccount } from "./google-test-account.ts";

const bucket = (name: string): Bucket => ({ provider: "GCP", name, path: "" });

/** Signatures of googleapis/conformance-tests, storage/v1/v4_signatures.json (Apache License 2.0): the first 16 bytes. */
describe("Google's published signatures", () => {
  const signatureOf = async (
    bucketName: string,
    request: SignRequest,
    { at = "2019-02-01T09:00:00Z", endpoint }: { at?: string; endpoint?: string } = {},
  ) => {
    const options = { now: () => new Date(at), endpoint };
    const { url } = await gcpRoom.signer(bucket(bucketName), googleTestAccount, options).sign(request);
    return new URL(url).searchParams.get("X-Goog-Signature")?.slice(0, 32);
  };
  const simple: SignRequest = { method: "GET", key: "test-object", expiresInSeconds: 10 };

  test("Simple GET", async () => {
    expect(await signatureOf("test-bucket", simple)).toBe("95e6a13d43a1d1962e667f17397f2b80");
  });

  test("Simple PUT", async () => {
    const put: SignRequest = { ...simple, method: "PUT" };
    expect(await signatureOf("test-bucket", put)).toBe("8adff1d4285739e31aa68e73767a46bc");
  });

  test("Vary expiration and timestamp", async () => {
    const later = { at: "2019-03-01T09:00:00Z" };
    const longer = { ...simple, expiresInSeconds: 20 };
    expect(await signatureOf("test-bucket", longer, later)).toBe("9669ed5b10664dc594c7582965806629");
  });

  test("Vary bucket and object", async () => {
    const other = { ...simple, key: "test-object2" };
    expect(await signatureOf("test-bucket2", other)).toBe("36e3d58dfd3ec1d2dd2f24b5ee372a71");
  });

  test("Virtual Hosted Style", async () => {
    const endpoint = "https://{bucket}.storage.googleapis.com";
    expect(await signatureOf("test-bucket", simple, { endpoint })).toBe("06c633ea060b0eda81ee58dd3337b01b");
  });

  test.each([
    ["List Objects", "/test-bucket", {}, {}, "6dbe94f8e52b2b8a9a476b1c857efa47"],
    [
      "Query Parameter Encoding",
      "/test-bucket/test-object",
      { soufflé: "=%-_.~" },
      {},
      "38dd9ca622b80bca10f405e7d9ba0f0f",
    ],
    [
      "Headers should be trimmed",
      "/test-bucket/test-object",
      {},
      { collapsed: "abc    def", leading: "    xyz", trailing: "abc    ", tabs: "\tabc\t\t\t\tdef\t" },
      "75d77a3ed2d9b74ff7e1e23b2fd7cc71",
    ],
    [
      "Header value with multiple inline values",
      "/test-bucket/test-object",
      {},
      { multiple: " xyz ,  abc, def  , xyz   " },
      "5cc113735625341f59c7203f0c2c9feb",
    ],
  ])(
    "%s",
    async (_description, path, parameters: Record<string, string>, headers: Record<
      string,
      string
    >, begins) => {
      const signing = rsaSigning(googleTestAccount);
      const { stringToSign, date } = unsignedUrl(signing, {
        method: "GET",
        host: "storage.googleapis.com",
        path,
        parameters,
        headers,
        signedAt: new Date("2019-02-01T09:00:00Z"),
        expiresInSeconds: 10,
      });
      expect((await signing.signatureOf(stringToSign, date)).slice(0, 32)).toBe(begins);
    },
  );
});

test("an HMAC key's upload, bound to type, MD5, length and write-once", async () => {
  const key = {
    accessKeyId: "GOOG1EXAMPLEEXAMPLE",
    secretAccessKey: secret("bGoa+V7g/yqDXvKRqq+JTFn4uQZbPiQJo4pf9RzJ"),
  };
  const signer = gcpRoom.signer(bucket("acme-runs"), key, {
    now: () => new Date("2026-11-24T08:00:00.500Z"),
  });
  const grant = await signer.sign({
    method: "PUT",
    key: "run 1/ü+%~#?.bin ",
    expiresInSeconds: 86_400,
    bound: {
      contentType: "text/plain",
      contentMd5: "XUFAKrxLKna5cZ2REBfFkg==",
      contentLength: 5,
      ifNoneMatch: "*",
    },
  });
  expect(grant).toEqual({
    method: "PUT",
    url: "https://storage.googleapis.com/acme-runs/run%201/%C3%BC%2B%25~%23%3F.bin%20?X-Goog-Algorithm=GOOG4-HMAC-SHA256&X-Goog-Credential=GOOG1EXAMPLEEXAMPLE%2F20261124%2Fauto%2Fstorage%2Fgoog4_request&X-Goog-Date=20261124T080000Z&X-Goog-Expires=86400&X-Goog-SignedHeaders=content-length%3Bcontent-md5%3Bcontent-type%3Bhost%3Bx-goog-if-generation-match&X-Goog-Signature=1aa7474c527da540f5bc10c8eafd0b4e1a6ab1f9b462761d21d9160de0463a90",
    headers: {
      "Content-Type": "text/plain",
      "Content-MD5": "XUFAKrxLKna5cZ2REBfFkg==",
      "Content-Length": "5",
      "x-goog-if-generation-match": "0",
    },
    expiresAt: new Date("2026-11-25T08:00:00Z"),
  });
});

test("an HMAC key's download in a user's name", async () => {
  const secretAccessKey = secret("bGoa+V7g/yqDXvKRqq+JTFn4uQZbPiQJo4pf9RzJ");
  const now = () => new Date("2026-11-24T08:00:00.500Z");
  const signer = gcpRoom.signer(
    bucket("acme-runs"),
    { accessKeyId: "GOOG1EXAMPLEEXAMPLE", secretAccessKey },
    { now },
  );
  const request: SignRequest = { method: "GET", key: "a/b", expiresInSeconds: 3600, user: "Zoë O'Brien" };
  const { url } = await signer.sign({ ...request, responseContentType: "text/plain" });
  expect(url).toBe(
    "https://storage.googleapis.com/acme-runs/a/b?X-Goog-Algorithm=GOOG4-HMAC-SHA256&X-Goog-Credential=GOOG1EXAMPLEEXAMPLE%2F20261124%2Fauto%2Fstorage%2Fgoog4_request&X-Goog-Date=20261124T080000Z&X-Goog-Expires=3600&X-Goog-SignedHeaders=host&X-User=Zo%C3%AB%20O%27Brien&response-content-type=text%2Fplain&X-Goog-Signature=e2b0eb5048a437b27422e0c0a866fe8e28dab4a95e1a2d76b1f6fb23566c9745",
  );
});
