import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { type Secret, secret } from "../../secret.ts";
import { type AddressFailure, refuse } from "../address/address-result.ts";

const PEM = /^-----BEGIN (?<label>[A-Z ]+)-----(?<body>[\sA-Za-z0-9+/=]+)-----END \k<label>-----$/;
const TYPES: Record<string, "pkcs8" | "pkcs1"> = { "PRIVATE KEY": "pkcs8", "RSA PRIVATE KEY": "pkcs1" };
const MIN_BITS = 2048;
/** A longer key would not fit into what KMS seals, 4,096 bytes. */
const MAX_BITS = 4096;

const FIX =
  "Copy the whole value of private_key from the service account's JSON key file and percent-encode it. The line breaks may stay \\n.";

/**
 * Reads the private key of a Google service account: an RSA key of 2,048 to 4,096 bits in PEM, whose line breaks may
 * be real, `\n` as in a JSON key file, or lost. Answers it as PKCS #8 in PEM. Never quotes its input.
 * https://cloud.google.com/iam/docs/keys-create-delete
 */
export function readPrivateKey(text: string): Secret | AddressFailure {
  const { label = "", body = "" } = PEM.exec(text.replace(/\\[rn]/g, "\n").trim())?.groups ?? {};
  const type = Object.hasOwn(TYPES, label) ? TYPES[label] : undefined;
  if (type === undefined) {
    return refuse(
      label === "ENCRYPTED PRIVATE KEY"
        ? "The private key is protected by a passphrase, which the service does not have."
        : "The private key is not one in PEM: it begins with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----.",
      FIX,
    );
  }
  const key = parseKey(Buffer.from(body, "base64"), type);
  if (key === undefined) return refuse("The private key is damaged: it cannot be read.", FIX);
  if (key.asymmetricKeyType !== "rsa") {
    return refuse("The private key is not an RSA key, which Google's service accounts have.", FIX);
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < MIN_BITS || bits > MAX_BITS) {
    return refuse(
      `The private key has ${bits} bits; a key of ${MIN_BITS} to ${MAX_BITS} bits is needed.`,
      "Create a new key for the service account; Google's have 2048 bits.",
    );
  }
  if (!isSound(key)) return refuse("The private key is damaged: what it signs does not verify.", FIX);
  return secret(key.export({ type: "pkcs8", format: "pem" }).toString());
}

function parseKey(der: Buffer, type: "pkcs8" | "pkcs1"): KeyObject | undefined {
  try {
    return createPrivateKey({ key: der, format: "der", type });
  } catch {
    return undefined;
  }
}

/** OpenSSL reads a key whose numbers do not belong together without complaint. */
function isSound(key: KeyObject): boolean {
  try {
    const text = Buffer.from("sound");
    return verify("sha256", text, createPublicKey(key), sign("sha256", text, key));
  } catch {
    return false;
  }
}
