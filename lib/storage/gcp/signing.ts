/** One kind of key that signs V4 URLs for Cloud Storage. https://cloud.google.com/storage/docs/authentication/signatures */
export interface Signing {
  algorithm: "GOOG4-RSA-SHA256" | "GOOG4-HMAC-SHA256";
  /** Who signs: the service account's e-mail, or the HMAC key's access id. */
  accessId: string;
  /** When the key dies, and with it what it signed. */
  expiresAt?: Date;
  /** The signature in hexadecimal; `date` is the scope's `YYYYMMDD`. */
  signatureOf(stringToSign: string, date: string): string | Promise<string>;
}

/** What follows the date in the scope: Cloud Storage finds the bucket's location itself. */
export const SCOPE_END = ["auto", "storage", "goog4_request"] as const;
