import type { Secret } from "../secret.ts";

/** Keys that sign for the S3 family, or for GCS as an HMAC key: static, or a session with a token and an end. */
export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: Secret;
  sessionToken?: Secret;
  /** When the keys die, and with them every URL that they signed. Absent for static keys. */
  expiresAt?: Date;
}

/** A Google service account's own key. https://cloud.google.com/iam/docs/keys-create-delete */
export interface ServiceAccountKey {
  clientEmail: string;
  /** PKCS #8 in PEM. */
  privateKey: Secret;
}

/** An Azure storage account's shared key, in base64; the account is the bucket's. */
export interface AccountKey {
  accountKey: Secret;
}

/**
 * What a managed identity signs with for at most seven days.
 * https://learn.microsoft.com/rest/api/storageservices/get-user-delegation-key
 */
export interface DelegationKey {
  signedObjectId: string;
  signedTenantId: string;
  signedStart: Date;
  /** When the key dies, and with it every SAS that it signed. */
  expiresAt: Date;
  signedService: string;
  signedVersion: string;
  /** Base64. */
  value: Secret;
}

/** The secret half of a binding, whatever the provider; a room takes the kinds that it can sign with. */
export type Credentials = AccessKey | ServiceAccountKey | AccountKey | DelegationKey;

/** The kinds that an address can hold and a vault keeps: all but what a managed identity is lent. */
export type OwnCredentials = Exclude<Credentials, DelegationKey>;
