import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { secret } from "../../../../lib/secret.ts";
import type { AccessKey } from "../../../../lib/storage/credentials.ts";
import type { SignRequest } from "../../../../lib/storage/signer.ts";
import { gcpSdkOracle, hmacUrl } from "../../../conformance/golden/gcp-oracles.ts";
import { type GcsStore, rsaKeyPair, startGcsStore } from "../../../support/gcs-store.ts";
import { spend } from "../../../support/spend.ts";

/** The server's clock; later than the machine's, since Google's SDK signs no expiry in the past. */
const NOW = new Date("2040-02-03T04:05:06Z");
const MINUTE_MS = 60_000;
const KEY = "run 1/ü+%.bin";
const PUT_HEADERS = {
  "Content-Type": "text/plain",
  "Content-MD5": "XUFAKrxLKna5cZ2REBfFkg==",
  "Content-Length": "5",
  "x-goog-if-generation-match": "0",
};
const PUT: SignRequest = {
  method: "PUT",
  key: KEY,
  expiresInSeconds: 600,
  bound: {
    contentType: "text/plain",
    contentMd5: "XUFAKrxLKna5cZ2REBfFkg==",
    contentLength: 5,
    ifNoneMatch: "*",
  },
};

let now = NOW;
let store: GcsStore;
type Sign = (request: SignRequest, at?: Date) => Promise<string>;

beforeAll(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  store = await startGcsStore({ now: () => now });
});
afterAll(() => store?.close());
beforeEach(() => {
  now = NOW;
});

const bySdk =
  (keyOf = () => store.serviceAccountKey): Sign =>
  async (request, at = NOW) =>
    (await gcpSdkOracle(keyOf(), store.server.endpoint).sign(store.bucket, at, request)) ?? "";
const byHmac =
  (keyOf = (): AccessKey => store.hmacKey): Sign =>
  async (request, at = NOW) =>
    hmacUrl(store.bucket, keyOf(), at, request, store.server.endpoint);

const get = (url: string, headers: Record<string, string> = {}) => spend({ method: "GET", url, headers });
const codeOf = ({ status, text }: { status: number; text: string }) =>
  `${status} ${/<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? "without a code"}`;
const READ: SignRequest = { method: "GET", key: KEY, expiresInSeconds: 600 };

describe.each([
  ["Google's SDK and a private key", bySdk()],
  ["an HMAC key", byHmac()],
])("URLs signed with %s", (_title, sign) => {
  test("work for every method", async () => {
    const put = await spend({ method: "PUT", url: await sign(PUT), headers: PUT_HEADERS }, "hello");
    expect(put.status).toBe(200);
    expect((await get(await sign(READ))).text).toBe("hello");
    const head = await spend({ method: "HEAD", url: await sign({ ...READ, method: "HEAD" }), headers: {} });
    expect([head.status, head.headers["content-length"], head.text]).toEqual([200, "5", ""]);
    const removal = {
      method: "DELETE",
      url: await sign({ ...READ, method: "DELETE" }),
      headers: {},
    } as const;
    expect((await spend(removal)).status).toBe(204);
    expect(codeOf(await get(await sign(READ)))).toBe("404 NoSuchKey");
  });

  test.each([
    ["the path", (url: string) => url.replace("run%201", "run%202"), "403 SignatureDoesNotMatch"],
    [
      "the path's spelling",
      (url: string) => url.replace("run%201", "r%75n%201"),
      "403 SignatureDoesNotMatch",
    ],
    ["the bucket", (url: string) => url.replace("acme-bucket", "acme-other"), "403 SignatureDoesNotMatch"],
    [
      "the life, longer",
      (url: string) => url.replace("Expires=600", "Expires=601"),
      "403 SignatureDoesNotMatch",
    ],
    ["the time", (url: string) => url.replace("T040506Z", "T040507Z"), "403 SignatureDoesNotMatch"],
    ["the location", (url: string) => url.replace("%2Fauto%2F", "%2Feu%2F"), "403 SignatureDoesNotMatch"],
    [
      "one more parameter",
      (url: string) => `${url}&response-content-type=text%2Fhtml`,
      "403 SignatureDoesNotMatch",
    ],
    ["a parameter sent twice", (url: string) => `${url}&x-goog-expires=600`, "400 MalformedSecurityHeader"],
    ["the account", (url: string) => url.replace(/(Credential=)\w/, "$1x"), "403 InvalidSecurity"],
    [
      "the scope's date",
      (url: string) => url.replace("20400203%2F", "20400202%2F"),
      "400 MalformedSecurityHeader",
    ],
    [
      "a scope of S3",
      (url: string) => url.replace("goog4_request", "aws4_request"),
      "400 MalformedSecurityHeader",
    ],
    [
      "a life of 8 days",
      (url: string) => url.replace("Expires=600", "Expires=691200"),
      "400 MalformedSecurityHeader",
    ],
    [
      "no life at all",
      (url: string) => url.replace("Expires=600", "Expires=0"),
      "400 MalformedSecurityHeader",
    ],
    ["the host left out", (url: string) => url.replace("=host", "=accept"), "400 MalformedSecurityHeader"],
    [
      "unsorted headers",
      (url: string) => url.replace("=host", "=host%3Baccept"),
      "400 MalformedSecurityHeader",
    ],
    ["no signed headers", (url: string) => url.replace("=host", "="), "400 MalformedSecurityHeader"],
    [
      "a signed header that is not sent",
      (url: string) => url.replace("=host", "=host%3Bx-a"),
      "400 MalformedSecurityHeader",
    ],
    [
      "a signed header that was not signed",
      (url: string) => url.replace("=host", "=accept%3Bhost"),
      "403 SignatureDoesNotMatch",
    ],
    [
      "a time that is none",
      (url: string) => url.replace("T040506Z", "T040566Z"),
      "400 MalformedSecurityHeader",
    ],
    ["an unknown algorithm", (url: string) => url.replace("-SHA256", "-SHA1"), "400 MalformedSecurityHeader"],
    ["a bare signature", (url: string) => url.replace(/\?.*&/, "?"), "400 MalformedSecurityHeader"],
    ["no signature", (url: string) => url.replace(/&X-Goog-Signature=.*/, ""), "400 MalformedSecurityHeader"],
    ["a shorter signature", (url: string) => url.slice(0, -2), "403 SignatureDoesNotMatch"],
  ])("are refused after a change of %s", async (_what, change, answer) => {
    const url = await sign(READ);
    const changed = change(url);
    expect(changed).not.toBe(url);
    expect(codeOf(await get(changed, { accept: "*/*" }))).toBe(answer);
  });

  test("are refused with any digit of the signature changed", async () => {
    const url = await sign(READ);
    const start = url.indexOf("Signature=") + "Signature=".length;
    for (const index of [start, start + 31, url.length - 1]) {
      const digit = url[index] === "0" ? "1" : "0";
      const changed = url.slice(0, index) + digit + url.slice(index + 1);
      expect(codeOf(await get(changed))).toBe("403 SignatureDoesNotMatch");
    }
  });

  test("are refused at another host", async () => {
    const answer = await get(await sign(READ), { host: "storage.googleapis.com" });
    expect(codeOf(answer)).toBe("403 SignatureDoesNotMatch");
  });

  test.each(["GET", "HEAD", "PUT", "DELETE"] as const)(
    "for %s are refused for other methods",
    async (method) => {
      const url = await sign({ ...READ, method });
      for (const other of ["GET", "HEAD", "PUT", "DELETE"] as const) {
        if (other !== method) expect((await spend({ method: other, url, headers: {} })).status).toBe(403);
      }
    },
  );

  test.each([
    ["Content-Type", "text/html"],
    ["Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="],
    ["x-goog-if-generation-match", "7"],
  ])("are refused with another value of %s", async (name, value) => {
    const headers = { ...PUT_HEADERS, [name]: value };
    const answer = await spend({ method: "PUT", url: await sign(PUT), headers }, "hello");
    expect(codeOf(answer)).toBe("403 SignatureDoesNotMatch");
  });

  test.each(["Content-Type", "Content-MD5", "x-goog-if-generation-match"])(
    "are refused without %s",
    async (name) => {
      const headers = Object.fromEntries(Object.entries(PUT_HEADERS).filter(([each]) => each !== name));
      const answer = await spend({ method: "PUT", url: await sign(PUT), headers }, "hello");
      expect(codeOf(answer)).toBe("400 MalformedSecurityHeader");
    },
  );

  test.each(["x-goog-copy-source", "x-amz-copy-source", "x-goog-acl", "x-goog-meta-a", "x-goog-date"])(
    "are refused with a %s header that was not signed",
    async (name) => {
      const url = await sign({ method: "PUT", key: "copy", expiresInSeconds: 600 });
      const answer = await spend({ method: "PUT", url, headers: { [name]: "/acme-bucket/a" } }, "hello");
      expect(codeOf(answer)).toBe("403 SignatureDoesNotMatch");
    },
  );

  test("take headers outside x-goog-* and x-amz-* that were not signed", async () => {
    const url = await sign({ method: "PUT", key: "free", expiresInSeconds: 600 });
    const headers = { "x-custom": "1", "content-type": "text/html", "cache-control": "no-store" };
    expect((await spend({ method: "PUT", url, headers }, "hello")).status).toBe(200);
  });

  test("live from fifteen minutes before their time to their end", async () => {
    const url = await sign(READ);
    const at = async (milliseconds: number) => {
      now = new Date(NOW.getTime() + milliseconds);
      return codeOf(await get(url));
    };
    expect(await at(-15 * MINUTE_MS - 1000)).toBe("403 RequestTimeTooSkewed");
    expect(await at(-15 * MINUTE_MS)).toBe("404 NoSuchKey");
    expect(await at(10 * MINUTE_MS)).toBe("404 NoSuchKey");
    expect(await at(10 * MINUTE_MS + 1000)).toBe("400 ExpiredToken");
  });
});

test("a URL of the same account by another private key is refused", async () => {
  const { privateKey } = rsaKeyPair();
  const url = await bySdk(() => ({ ...store.serviceAccountKey, privateKey }))(READ);
  expect(codeOf(await get(url))).toBe("403 SignatureDoesNotMatch");
});

test("a URL by another secret of the HMAC key is refused", async () => {
  const url = await byHmac(() => ({ ...store.hmacKey, secretAccessKey: secret("another") }))(READ);
  expect(codeOf(await get(url))).toBe("403 SignatureDoesNotMatch");
});

test("an HMAC signature does not pass for the account's RSA signature, nor the other way round", async () => {
  for (const [sign, from, to] of [
    [bySdk(), "RSA", "HMAC"],
    [byHmac(), "HMAC", "RSA"],
  ] as const) {
    const url = (await sign(READ)).replace(`GOOG4-${from}`, `GOOG4-${to}`);
    expect(codeOf(await get(url))).toBe("403 InvalidSecurity");
  }
});
