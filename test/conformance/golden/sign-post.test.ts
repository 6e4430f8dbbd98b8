import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import fc from "fast-check";
import { expect, test } from "vitest";
import { signPost } from "../../../lib/aws/sign-post.ts";
import { secret } from "../../../lib/secret.ts";

/** As the SDK's signer wants a hash: keyed or not. */
class Sha256 {
  readonly #hash;
  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    const bytes = key instanceof ArrayBuffer ? new Uint8Array(key) : key;
    this.#hash = bytes === undefined ? createHash("sha256") : createHmac("sha256", bytes as Uint8Array);
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(data as Uint8Array);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {
    throw new Error("The SDK's signer makes a new one for each hash.");
  }
}

const text = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/).filter((value) => !value.includes("  "));
const inputs = fc.record({
  service: fc.constantFrom("dynamodb", "sts"),
  region: fc.constantFrom("us-east-1", "eu-central-1", "us-gov-west-1"),
  host: fc.constantFrom(
    "sts.us-east-1.amazonaws.com",
    "127.0.0.1:8000",
    "dynamodb.eu-central-1.amazonaws.com",
  ),
  path: fc.constantFrom("/", "/proxy/", "/a/b"),
  headers: fc.dictionary(fc.constantFrom("content-type", "x-amz-target", "x-other"), text),
  body: fc.string({ unit: "grapheme", maxLength: 500 }),
  accessKeyId: fc.stringMatching(/^A[A-Z0-9]{15}$/),
  secretAccessKey: fc.base64String({ minLength: 4, maxLength: 44 }),
  sessionToken: fc.option(fc.base64String({ minLength: 4, maxLength: 900 }), { nil: undefined }),
  signedAt: fc.date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }),
});

test("a signed POST is the one that AWS's own signer makes", async () => {
  await fc.assert(
    fc.asyncProperty(inputs, async ({ service, region, host, path, headers, body, signedAt, ...keys }) => {
      const { accessKeyId, secretAccessKey, sessionToken } = keys;
      const url = new URL(`https://${host}${path}`);
      const ours = signPost(
        { service, region, url, headers, body },
        {
          accessKeyId,
          secretAccessKey: secret(secretAccessKey),
          ...(sessionToken !== undefined && { sessionToken: secret(sessionToken) }),
        },
        signedAt,
      );
      const signer = new SignatureV4({
        service,
        region,
        sha256: Sha256,
        applyChecksum: false,
        credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
      });
      const request = { method: "POST", protocol: "https:", hostname: host, path, query: {}, body };
      const theirs = await signer.sign(
        { ...request, headers: { ...headers, host } },
        { signingDate: signedAt, signableHeaders: new Set(Object.keys(headers)) },
      );
      const { host: _, ...sent } = theirs.headers;
      expect(ours).toEqual(sent);
    }),
    { numRuns: 500 },
  );
});
