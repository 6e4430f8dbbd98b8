import { createHmac } from "node:crypto";

/** Derives a day's signing key from a secret by one HMAC-SHA256 for each part of the scope, as both V4 schemes do. */
export function deriveSigningKey(secret: string, scope: readonly string[]): Buffer {
  let key: string | Buffer = secret;
  for (const part of scope) key = createHmac("sha256", key).update(part).digest();
  return Buffer.from(key);
}
