import { describe, expect, test } from "vitest";
import { sealable, unsealed } from "../../../lib/credentials/sealable.ts";
import { secret } from "../../../lib/secret.ts";
import type { OwnCredentials } from "../../../lib/storage/credentials.ts";
import { readPrivateKey } from "../../../lib/storage/gcp/private-key.ts";
import { bare } from "../address/reading.ts";
import { ACCOUNT_KEY, EMAIL, pem, rsaKey } from "../address/sample-keys.ts";

const KMS_LIMIT_BYTES = 4096;
const bytesOf = (credentials: OwnCredentials) => Buffer.byteLength(sealable(credentials).reveal());
const serviceAccount = (bits: number, clientEmail = EMAIL): OwnCredentials => ({
  clientEmail,
  privateKey: secret(pem(rsaKey(bits))),
});

describe("what is sealed", () => {
  test.each<[string, OwnCredentials]>([
    ["an access key", { accessKeyId: "AKIA/1", secretAccessKey: secret('s/+="\\ü😀') }],
    ["a service account's key", serviceAccount(2048)],
    ["a service account's long key", serviceAccount(4096)],
    ["an account key", { accountKey: secret(ACCOUNT_KEY) }],
  ])("gives back %s as it was", (_kind, credentials) => {
    const sealed = sealable(credentials);
    expect(bare(unsealed(sealed))).toEqual(bare(credentials));
    expect(`${sealed} ${JSON.stringify(unsealed(sealed))}`).not.toMatch(/PRIVATE|s\/\+=/);
  });

  test("gives back a private key that reads as the same key", () => {
    const credentials = unsealed(sealable(serviceAccount(2048)));
    const text = bare(credentials).privateKey ?? "";
    expect(readPrivateKey(text)).toMatchObject({ reveal: expect.any(Function) });
  });

  test("fits into what KMS encrypts, also the longest of each kind", () => {
    const longEmail = `${"a".repeat(200)}@acme-prod.iam.gserviceaccount.com`;
    expect(bytesOf(serviceAccount(4096, longEmail))).toBeLessThanOrEqual(KMS_LIMIT_BYTES);
    const longest = { accessKeyId: "A".repeat(128), secretAccessKey: secret("語".repeat(1024)) };
    expect(bytesOf(longest)).toBeLessThanOrEqual(KMS_LIMIT_BYTES);
  });

  test("of the first version, which knew access keys alone, still opens", () => {
    const opened = unsealed(secret('{"accessKeyId":"AK","secretAccessKey":"SK"}'));
    expect(bare(opened)).toEqual({ accessKeyId: "AK", secretAccessKey: "SK" });
  });

  test.each([
    "no JSON: top-secret",
    "null",
    "[]",
    '"top-secret"',
    '{"kind":"top-secret","accessKeyId":"top-secret","secretAccessKey":"top-secret"}',
    '{"kind":"access-key","accountKey":"top-secret"}',
    '{"kind":"access-key","accessKeyId":1,"secretAccessKey":"top-secret"}',
    '{"kind":"service-account-key","clientEmail":"top-secret"}',
    '{"kind":"service-account-key","privateKey":"top-secret","clientEmail":null}',
    '{"kind":"account-key","accountKey":["top-secret"]}',
  ])("%s is not read, and not quoted", (text) => {
    expect(() => unsealed(secret(text))).toThrow(
      expect.objectContaining({
        code: "credentials.unavailable",
        message: expect.not.stringContaining("top-secret"),
      }),
    );
  });
});
