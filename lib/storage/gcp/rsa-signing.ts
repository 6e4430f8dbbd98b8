import { createPrivateKey, sign } from "node:crypto";
import type { ServiceAccountKey } from "../credentials.ts";
import { type Signing, urlForms } from "./signing.ts";

/**
 * Signs with a service account's private key. The callback form of `sign` works on the thread pool, so that many URLs
 * are signed on several cores and requests go on meanwhile: an RSA-2048 signature takes 0.25 to 0.7 ms.
 * Throws Node's error for text that is no private key.
 */
export function rsaSigning({ clientEmail, privateKey }: ServiceAccountKey): Signing {
  const key = createPrivateKey(privateKey.reveal());
  return {
    formOf: urlForms("GOOG4-RSA-SHA256", clientEmail),
    signatureOf: ({ start, requestHash }) =>
      new Promise((resolve, reject) => {
        sign("sha256", Buffer.from(start + requestHash), key, (error, signature) => {
          if (error) reject(error);
          else resolve(signature.toString("hex"));
        });
      }),
  };
}
