import { createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readPrivateKey } from "../../../lib/storage/gcp/private-key.ts";
import { pem, rsaKey } from "./sample-keys.ts";

const key = rsaKey();
const PEM = pem(key);

/** The PEM that was read, or an error with the problem that stands in its place. */
function read(text: string): string {
  const result = readPrivateKey(text);
  if ("ok" in result) throw new Error(result.problem);
  return result.reveal();
}

/** A key whose modulus has one bit changed. */
function broken(): string {
  const jwk = key.export({ format: "jwk" });
  const der = key.export({ type: "pkcs1", format: "der" });
  const modulus = Buffer.from(jwk.n ?? "", "base64url");
  der.writeUInt8(der.readUInt8(der.indexOf(modulus) + 20) ^ 4, der.indexOf(modulus) + 20);
  return `-----BEGIN RSA PRIVATE KEY-----\n${der.toString("base64")}\n-----END RSA PRIVATE KEY-----`;
}

describe("a service account's private key", () => {
  it.each([
    ["PKCS #8", PEM],
    ["PKCS #1", pem(key, "pkcs1")],
    ["PKCS #8 with \\n as in a JSON key file", PEM.replaceAll("\n", "\\n")],
    ["PKCS #8 with line breaks of Windows", PEM.replaceAll("\n", "\r\n")],
    ["PKCS #8 with spaces for line breaks", PEM.replaceAll("\n", " ")],
    ["PKCS #8 with its line breaks lost", PEM.replaceAll("\n", "")],
  ])("in %s is read as PKCS #8 in PEM", (_form, text) => {
    expect(read(text)).toBe(PEM);
  });

  it("signs as the key that was given", () => {
    const data = Buffer.from("x");
    expect(verify("sha256", data, createPublicKey(key), sign("sha256", data, read(pem(key, "pkcs1"))))).toBe(
      true,
    );
  });

  it.each([
    ["nothing", "", /not one in PEM/],
    ["something else", "hush", /not one in PEM/],
    ["only the beginning", PEM.slice(0, 400), /not one in PEM/],
    [
      "a public key",
      createPublicKey(key).export({ type: "spki", format: "pem" }).toString(),
      /not one in PEM/,
    ],
    ["a label of JavaScript's", PEM.replaceAll("PRIVATE KEY", "CONSTRUCTOR"), /not one in PEM/],
    [
      "a key with a passphrase",
      key.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "hush" }).toString(),
      /passphrase/,
    ],
    ["a key with a piece missing", PEM.replace(/\n.{64}\n/, "\n"), /damaged: it cannot be read/],
    ["a key with a changed number", broken(), /damaged: what it signs does not verify/],
    ["an RSA key of 1,024 bits", pem(rsaKey(1024)), /has 1024 bits; a key of 2048 to 4096/],
    [
      "a key of an elliptic curve",
      generateKeyPairSync("ec", { namedCurve: "P-256" })
        .privateKey.export({ type: "pkcs8", format: "pem" })
        .toString(),
      /not an RSA key/,
    ],
  ])("that is %s is refused with a sentence that quotes nothing of it", (_what, text, words) => {
    const result = readPrivateKey(text);
    expect(result).toMatchObject({ ok: false, problem: expect.stringMatching(words) });
    for (const piece of text.match(/[A-Za-z0-9+/]{12,}/g) ?? []) {
      expect(JSON.stringify(result)).not.toContain(piece);
    }
  });
});
