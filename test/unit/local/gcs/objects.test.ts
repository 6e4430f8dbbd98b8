import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type GcsPermission, gcsBucket, STORAGE_ADMIN } from "../../../../functions/local/gcs/gcs-bucket.ts";
import { startGcsServer } from "../../../../functions/local/gcs/server.ts";
import type { SignRequest } from "../../../../lib/storage/signer.ts";
import { hmacUrl } from "../../../conformance/golden/gcp-oracles.ts";
import { type GcsStore, startGcsStore } from "../../../support/gcs-store.ts";
import { spend } from "../../../support/spend.ts";

let store: GcsStore;
beforeAll(async () => {
  store = await startGcsStore();
});
afterAll(() => store?.close());
beforeEach(() => {
  allow(STORAGE_ADMIN);
  store.settings.public = false;
  delete store.settings.defaultKmsKeyName;
});

function allow(permissions: readonly GcsPermission[]): void {
  store.settings.permissions = { [store.serviceAccountKey.clientEmail]: permissions };
}

const BODY = "0123456789";
type More = Partial<SignRequest> & { headers?: Record<string, string>; body?: string };
const ask = (method: "GET" | "HEAD" | "PUT" | "DELETE", key: string, more: More = {}) => {
  const { headers = {}, body, ...rest } = more;
  const request: SignRequest = { method, key, expiresInSeconds: 600, ...rest };
  const url = hmacUrl(store.bucket, store.hmacKey, new Date(), request, store.server.endpoint);
  return spend({ method, url, headers }, body);
};
const put = (key: string, more: More = {}) => ask("PUT", key, { body: BODY, ...more });
const plain = (path: string, method: "GET" | "PUT" | "DELETE" = "GET") =>
  spend({ method, url: `${store.server.endpoint}${path}`, headers: {} }, method === "PUT" ? BODY : undefined);
const codeOf = ({ status, text }: { status: number; text: string }) =>
  `${status} ${/<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? "without a code"}`;

describe("an upload", () => {
  test("has an ETag and a generation that the download has too, and another generation next time", async () => {
    const first = (await put("etag")).headers;
    const got = (await ask("GET", "etag")).headers;
    expect(first.etag).toBe('"781e5e245d69b566979b86e28d23f2c7"');
    expect([got.etag, got["x-goog-generation"]]).toEqual([first.etag, first["x-goog-generation"]]);
    expect((await put("etag")).headers["x-goog-generation"]).not.toBe(first["x-goog-generation"]);
  });

  test("keeps its content type, disposition, encoding and cache control", async () => {
    const headers = {
      "content-type": "text/csv",
      "content-disposition": "inline",
      "content-encoding": "identity",
      "cache-control": "no-store",
    };
    await put("kept", { headers });
    expect((await ask("GET", "kept")).headers).toMatchObject(headers);
  });

  test("with an MD5 of other bytes is refused, and so is one that is no MD5", async () => {
    expect(codeOf(await put("md5", { headers: { "content-md5": "1B2M2Y8AsgTpgAmY7PhCfg==" } }))).toBe(
      "400 BadDigest",
    );
    expect(codeOf(await put("md5", { headers: { "content-md5": "nonsense" } }))).toBe("400 InvalidDigest");
    expect(codeOf(await ask("GET", "md5"))).toBe("404 NoSuchKey");
  });

  test("that is to be the first does not replace an object, not even a deleted one's successor", async () => {
    const once: More = { bound: { ifNoneMatch: "*" }, headers: { "x-goog-if-generation-match": "0" } };
    expect((await put("once", once)).status).toBe(200);
    expect(codeOf(await put("once", { ...once, body: "other" }))).toBe("412 PreconditionFailed");
    await ask("DELETE", "once");
    expect((await put("once", once)).status).toBe(200);
  });

  test("tells the bucket's KMS key", async () => {
    store.settings.defaultKmsKeyName = "projects/a/locations/eu/keyRings/b/cryptoKeys/c";
    const answer = await put("kms");
    expect(answer.headers["x-goog-encryption-kms-key-name"]).toBe(store.settings.defaultKmsKeyName);
  });
});

describe("a download", () => {
  test.each([
    ["bytes=2-4", 206, "234", "bytes 2-4/10"],
    ["bytes=7-", 206, "789", "bytes 7-9/10"],
    ["bytes=7-99", 206, "789", "bytes 7-9/10"],
    ["bytes=-3", 206, "789", "bytes 7-9/10"],
    ["bytes=-99", 206, BODY, "bytes 0-9/10"],
    ["bytes=4-2", 200, BODY, undefined],
    ["bytes=0-1,4-5", 200, BODY, undefined],
    ["lines=0-1", 200, BODY, undefined],
  ])("of %s", async (range, status, text, contentRange) => {
    await put("range");
    const answer = await ask("GET", "range", { headers: { range } });
    expect([answer.status, answer.text, answer.headers["content-range"]]).toEqual([
      status,
      text,
      contentRange,
    ]);
  });

  test.each(["bytes=10-", "bytes=-0"])("of %s, which is past the end, is refused", async (range) => {
    await put("range");
    const answer = await ask("GET", "range", { headers: { range } });
    expect([codeOf(answer), answer.headers["content-range"]]).toEqual(["416 InvalidRange", "bytes */10"]);
  });

  test("has the type and disposition that its signature asks for", async () => {
    await put("override", { headers: { "content-type": "text/plain" } });
    const overrides = { responseContentType: "text/csv", responseContentDisposition: "attachment" };
    for (const method of ["GET", "HEAD"] as const) {
      const { headers } = await ask(method, "override", overrides);
      expect([headers["content-type"], headers["content-disposition"]]).toEqual(["text/csv", "attachment"]);
    }
  });
});

describe("permissions", () => {
  const without = (...missing: GcsPermission[]) =>
    allow(STORAGE_ADMIN.filter((each) => !missing.includes(each)));

  test("of the signer decide over each method", async () => {
    await put("mine");
    without("storage.objects.get");
    expect(codeOf(await ask("GET", "mine"))).toBe("403 AccessDenied");
    expect((await ask("HEAD", "mine")).status).toBe(403);
    without("storage.objects.create");
    expect(codeOf(await put("new"))).toBe("403 AccessDenied");
    without("storage.objects.delete");
    expect(codeOf(await ask("DELETE", "mine"))).toBe("403 AccessDenied");
    expect(codeOf(await put("mine"))).toBe("403 AccessDenied");
    expect((await put("newer")).status).toBe(200);
    allow([]);
    expect(codeOf(await ask("GET", "mine"))).toBe("403 AccessDenied");
  });

  test("to list are needed to learn that an object is missing", async () => {
    expect(codeOf(await ask("GET", "missing"))).toBe("404 NoSuchKey");
    without("storage.objects.list");
    expect(codeOf(await ask("GET", "missing"))).toBe("403 AccessDenied");
    expect(codeOf(await ask("DELETE", "missing"))).toBe("403 AccessDenied");
  });

  test("are not had by strangers, who may read a public bucket and no more", async () => {
    await put("public");
    expect(codeOf(await plain("/acme-bucket/public"))).toBe("403 AccessDenied");
    expect(codeOf(await plain("/acme-bucket?list-type=2"))).toBe("403 AccessDenied");
    store.settings.public = true;
    expect((await plain("/acme-bucket/public")).text).toBe(BODY);
    expect((await plain("/acme-bucket?list-type=2")).text).toContain("<Key>public</Key>");
    expect(
      (await plain("/acme-bucket/public?response-content-type=text%2Fhtml")).headers["content-type"],
    ).toBe("application/octet-stream");
    expect(codeOf(await plain("/acme-bucket/public", "PUT"))).toBe("403 AccessDenied");
    expect(codeOf(await plain("/acme-bucket/public", "DELETE"))).toBe("403 AccessDenied");
  });
});

test("lists are in byte order, by prefix, and go on page by page", async () => {
  for (const key of ["list/b", "list/ä", "list/a", "list/B", "lisp"]) await put(key);
  store.settings.public = true;
  const keysOf = ({ text }: { text: string }) =>
    [...text.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key);
  const all = await plain("/acme-bucket?list-type=2&prefix=list%2F");
  expect(keysOf(all)).toEqual(["list/B", "list/a", "list/b", "list/ä"]);
  expect(all.text).toContain("<IsTruncated>false</IsTruncated>");
  const first = await plain("/acme-bucket?list-type=2&prefix=list%2F&max-keys=3");
  expect([keysOf(first).length, first.text.includes("<IsTruncated>true<")]).toEqual([3, true]);
  const token = /<NextContinuationToken>(.*?)</.exec(first.text)?.[1] ?? "";
  const next = await plain(
    `/acme-bucket?list-type=2&prefix=list%2F&max-keys=3&continuation-token=${encodeURIComponent(token)}`,
  );
  expect(keysOf(next)).toEqual(["list/ä"]);
});

test.each([
  ["/no-such-bucket/a", "404 NoSuchBucket"],
  ["/no-such-bucket?list-type=2", "404 NoSuchBucket"],
  ["/", "404 NoSuchBucket"],
  ["/acme-bucket/%zz", "400 InvalidURI"],
  ["/acme-bucket/a?b=%c3", "400 InvalidURI"],
  ["/acme-bucket?acl", "501 NotImplemented"],
  ["/acme-bucket/a?uploads", "501 NotImplemented"],
])("%s is answered with %s", async (path, code) => {
  expect(codeOf(await plain(path))).toBe(code);
});

test("objects outlive the server that is given a folder", async () => {
  const dir = await mkdtemp(join(tmpdir(), "gcs-"));
  const bucket = {
    ...gcsBucket({ name: store.bucket.name, public: true }),
    permissions: store.settings.permissions,
  };
  const { clientEmail: email } = store.serviceAccountKey;
  const hmacKeys = { [store.hmacKey.accessKeyId]: store.hmacKey.secretAccessKey.reveal() };
  const start = () => startGcsServer({ port: 0, accounts: [{ email, hmacKeys }], buckets: [bucket], dir });
  const send = (endpoint: string, method: "PUT" | "DELETE", key: string) => {
    const request = { method, key, expiresInSeconds: 600 };
    const url = hmacUrl(store.bucket, store.hmacKey, new Date(), request, endpoint);
    return spend({ method, url, headers: {} }, method === "PUT" ? `line\n${key}` : undefined);
  };
  const before = await start();
  for (const key of ["ü/kept", "gone"]) await send(before.endpoint, "PUT", key);
  await send(before.endpoint, "DELETE", "gone");
  await before.close();
  const after = await start();
  const get = (path: string) =>
    spend({ method: "GET", url: `${after.endpoint}/acme-bucket${path}`, headers: {} });
  expect((await get("/%C3%BC/kept")).text).toBe("line\nü/kept");
  expect((await get("/gone")).status).toBe(404);
  await after.close();
  await rm(dir, { recursive: true });
});
