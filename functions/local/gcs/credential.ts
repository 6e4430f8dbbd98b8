import { createHmac, type KeyObject, timingSafeEqual, verify } from "node:crypto";
import type { GcsAccount } from "./gcs-bucket.ts";

/** What `X-Goog-Credential` says: `<who>/<date>/<location>/storage/goog4_request`. */
export interface Credential {
  accessId: string;
  date: string;
  location: string;
}

/** https://cloud.google.com/storage/docs/authentication/signatures#credential-scope */
export function readCredential(text: string): Credential | undefined {
  const parts = /^([^/]+)\/(\d{8})\/([a-z0-9-]+)\/storage\/goog4_request$/i.exec(text);
  const [, accessId, date, location] = parts ?? [];
  if (accessId === undefined || date === undefined || location === undefined) return undefined;
  return { accessId, date, location };
}

/** Who an account is by one kind of signature, and how such a signature is checked. */
export interface Verifier {
  email: string;
  accepts(stringToSign: string, signature: Buffer): boolean;
}

export function rsaVerifier(accounts: readonly GcsAccount[], { accessId }: Credential): Verifier | undefined {
  const account = accounts.find(({ email }) => email === accessId);
  const publicKey: KeyObject | undefined = account?.publicKey;
  if (account === undefined || publicKey === undefined) return undefined;
  return {
    email: account.email,
    accepts: (stringToSign, signature) => verify("sha256", Buffer.from(stringToSign), publicKey, signature),
  };
}

export function hmacVerifier(accounts: readonly GcsAccount[], credential: Credential): Verifier | undefined {
  const account = accounts.find(({ hmacKeys = {} }) => Object.hasOwn(hmacKeys, credential.accessId));
  const secret = account?.hmacKeys?.[credential.accessId];
  if (account === undefined || secret === undefined) return undefined;
  return {
    email: account.email,
    accepts(stringToSign, signature) {
      const chain = [credential.date, credential.location, "storage", "goog4_request", stringToSign];
      const expected = chain.reduce<Buffer>(
        (key, text) => createHmac("sha256", key).update(text).digest(),
        Buffer.from(`GOOG4${secret}`),
      );
      return expected.length === signature.length && timingSafeEqual(expected, signature);
    },
  };
}
