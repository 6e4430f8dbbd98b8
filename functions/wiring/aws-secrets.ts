import { type AwsAccess, clientSettings } from "./aws-calls.ts";

/** Reads a secret by its ARN; undefined without an ARN. Loads the client when the first one is read. */
export type SecretReader = (arn: string | undefined) => Promise<string | undefined>;

export function secretReader(access: AwsAccess): SecretReader {
  return async (arn) => {
    if (arn === undefined) return undefined;
    const [{ SecretsManagerClient }, { readSecret }] = await Promise.all([
      import("@aws-sdk/client-secrets-manager"),
      import("../../lib/credentials/read-secret.ts"),
    ]);
    return readSecret(new SecretsManagerClient(clientSettings(access, "secretsManager")), arn);
  };
}

const LEAST_CHARACTERS = 32;

/** The key that authenticates the ids of uploads, read when the first upload in parts comes. */
export function uploadKeyReader(access: AwsAccess, arn: string): () => Promise<Uint8Array> {
  return async () => {
    const text = await secretReader(access)(arn);
    if (text !== undefined && text.length >= LEAST_CHARACTERS) return new TextEncoder().encode(text);
    throw new Error(`The secret of BYOB_UPLOAD_KEY_ARN has fewer than ${LEAST_CHARACTERS} characters.`);
  };
}
