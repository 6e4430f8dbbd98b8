import type { Secret } from "../secret.ts";

/** Keys that sign for the S3 family: static, or a session with a token and an end. */
export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: Secret;
  sessionToken?: Secret;
  /** When the keys die, and with them every URL that they signed. Absent for static keys. */
  expiresAt?: Date;
}
