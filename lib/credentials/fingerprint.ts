import { createHash } from "node:crypto";
import type { Bucket } from "../storage/bucket.ts";
import type { OwnCredentials } from "../storage/credentials.ts";

/** Tells keys apart by what is public in them. An account key has no such part but the account, whose two keys are alike. */
export function fingerprint(credentials: OwnCredentials, { accountName = "" }: Bucket): string {
  return createHash("sha256").update(publicPart(credentials, accountName)).digest("hex").slice(0, 32);
}

function publicPart(credentials: OwnCredentials, accountName: string): string {
  if ("secretAccessKey" in credentials) return `access-key-id\n${credentials.accessKeyId}`;
  if ("privateKey" in credentials) return `client-email\n${credentials.clientEmail}`;
  return `account-name\n${accountName}`;
}
