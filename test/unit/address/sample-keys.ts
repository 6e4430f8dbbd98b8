import { generateKeyPairSync, type KeyObject } from "node:crypto";

/** A new RSA private key. */
export function rsaKey(bits = 2048): KeyObject {
  return generateKeyPairSync("rsa", { modulusLength: bits }).privateKey;
}

/** The key in PEM. */
export function pem(key: KeyObject, type: "pkcs8" | "pkcs1" = "pkcs8"): string {
  return key.export({ type, format: "pem" }).toString();
}

export const EMAIL = "wandb@acme-prod.iam.gserviceaccount.com";

/** 64 bytes, like a storage account's access key. */
export const ACCOUNT_KEY = Buffer.from(Array.from({ length: 64 }, (_, index) => index * 4)).toString(
  "base64",
);
