import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "../errors.ts";
import { secret } from "../secret.ts";
import type { SealContext, Vault } from "./vault.ts";

const VERSION = "local1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals with AES-256-GCM under one key of 32 bytes, for machines without AWS; the context is authenticated. */
export function localVault(key: Uint8Array): Vault {
  if (key.byteLength !== 32) throw new Error("The vault's key has 32 bytes");
  return {
    async seal(value, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(bytesOf(context));
      const sealed = Buffer.concat([cipher.update(value.reveal(), "utf8"), cipher.final()]);
      return `${VERSION}:${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64")}`;
    },

    async open(sealed, context) {
      try {
        const [version, text = ""] = sealed.split(":");
        if (version !== VERSION) throw new Error("The seal is of another kind");
        const bytes = Buffer.from(text, "base64");
        const nonce = bytes.subarray(0, NONCE_BYTES);
        const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
        const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES })
          .setAAD(bytesOf(context))
          .setAuthTag(tag);
        const opened = Buffer.concat([
          decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)),
          decipher.final(),
        ]);
        return secret(opened.toString("utf8"));
      } catch (cause) {
        throw new AppError("credentials.unavailable", "The team's credentials cannot be opened.", { cause });
      }
    },
  };
}

function bytesOf({ org, team }: SealContext): Buffer {
  return Buffer.from(JSON.stringify([org, team]));
}
