import { hmacSha256 } from "./hmac-sha256.ts";

/** Derives a day's signing key from a secret by one HMAC-SHA256 for each part of the scope, as both V4 schemes do. */
export function deriveSigningKey(secret: string, scope: readonly string[]): Buffer {
  let key = Buffer.from(secret);
  for (const part of scope) key = Buffer.from(hmacSha256(key)(part, "hex"), "hex");
  return key;
}
