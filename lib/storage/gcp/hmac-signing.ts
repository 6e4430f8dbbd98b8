import { createHmac, type KeyObject } from "node:crypto";
import type { AccessKey } from "../credentials.ts";
import { deriveSigningKey } from "../derive-signing-key.ts";
import { SCOPE_END, type Signing } from "./signing.ts";

/**
 * Signs with an HMAC key, on the spot. Keeps one derived key, that of the day last signed for.
 * Throws a plain Error for a session: Cloud Storage knows none.
 * https://cloud.google.com/storage/docs/authentication/hmackeys
 */
export function hmacSigning({ accessKeyId, secretAccessKey, sessionToken, expiresAt }: AccessKey): Signing {
  if (sessionToken !== undefined) throw new Error("Cloud Storage has no session tokens for HMAC keys");
  let today: { date: string; key: KeyObject } | undefined;
  return {
    algorithm: "GOOG4-HMAC-SHA256",
    accessId: accessKeyId,
    ...(expiresAt && { expiresAt }),
    signatureOf(stringToSign, date) {
      if (today?.date !== date) {
        today = { date, key: deriveSigningKey(`GOOG4${secretAccessKey.reveal()}`, [date, ...SCOPE_END]) };
      }
      return createHmac("sha256", today.key).update(stringToSign).digest("hex");
    },
  };
}
