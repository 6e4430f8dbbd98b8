import type { AccessKey } from "../credentials.ts";
import { deriveSigningKey } from "../derive-signing-key.ts";
import { type HmacSha256, hmacSha256 } from "../hmac-sha256.ts";
import { SCOPE_END, type Signing, urlForms } from "./signing.ts";

/**
 * Signs with an HMAC key, on the spot. Keeps the derived key of the day and the second last signed for.
 * Throws a plain Error for a session: Cloud Storage knows none.
 * https://cloud.google.com/storage/docs/authentication/hmackeys
 */
export function hmacSigning({ accessKeyId, secretAccessKey, sessionToken, expiresAt }: AccessKey): Signing {
  if (sessionToken !== undefined) throw new Error("Cloud Storage has no session tokens for HMAC keys");
  let today: { date: string; key: Uint8Array } | undefined;
  let second: { start: string; mac: HmacSha256 } | undefined;
  return {
    ...(expiresAt && { expiresAt }),
    formOf: urlForms("GOOG4-HMAC-SHA256", accessKeyId),
    signatureOf({ start, requestHash }, date) {
      if (today?.date !== date) {
        today = { date, key: deriveSigningKey(`GOOG4${secretAccessKey.reveal()}`, [date, ...SCOPE_END]) };
      }
      if (second?.start !== start) second = { start, mac: hmacSha256(today.key, start) };
      return second.mac(requestHash, "hex");
    },
  };
}
