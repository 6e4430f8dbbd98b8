import { DecryptCommand, EncryptCommand, type KMSClient } from "@aws-sdk/client-kms";
import { AppError } from "../errors.ts";
import { secret } from "../secret.ts";
import type { SealContext, Vault } from "./vault.ts";

const VERSION = "kms1";
const RETRY_AFTER_SECONDS = 5;

/** The seal is another key's or is damaged: it never opens. https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html#API_Decrypt_Errors */
const NEVER_OPENS = ["InvalidCiphertextException", "IncorrectKeyException"];

/**
 * Seals with a KMS key. Organisation and team are the encryption context, which KMS authenticates and CloudTrail
 * records. What is sealed must fit in 4,096 bytes. https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
 */
export function kmsVault(client: KMSClient, keyId: string): Vault {
  return {
    async seal(value, context) {
      const Plaintext = new TextEncoder().encode(value.reveal());
      const command = new EncryptCommand({ KeyId: keyId, Plaintext, EncryptionContext: contextOf(context) });
      const { CiphertextBlob } = await client.send(command).catch(unavailable);
      if (CiphertextBlob === undefined) throw new Error("KMS answered without a ciphertext");
      return `${VERSION}:${Buffer.from(CiphertextBlob).toString("base64")}`;
    },

    async open(sealed, context) {
      const [version, text = ""] = sealed.split(":");
      if (version !== VERSION)
        throw new AppError("credentials.unavailable", "The team's credentials were sealed by another vault.");
      const CiphertextBlob = Buffer.from(text, "base64");
      const command = new DecryptCommand({
        KeyId: keyId,
        CiphertextBlob,
        EncryptionContext: contextOf(context),
      });
      const { Plaintext } = await client.send(command).catch(unavailable);
      if (Plaintext === undefined) throw new Error("KMS answered without a plaintext");
      return secret(new TextDecoder().decode(Plaintext));
    },
  };
}

function contextOf({ org, team }: SealContext): Record<string, string> {
  return { "wandb:OrgID": org, "wandb:Team": team };
}

function unavailable(cause: unknown): never {
  const passing = !(cause instanceof Error && NEVER_OPENS.includes(cause.name));
  throw new AppError("credentials.unavailable", "The team's credentials cannot be sealed or opened.", {
    cause,
    ...(passing ? { retryAfterSeconds: RETRY_AFTER_SECONDS } : {}),
  });
}
