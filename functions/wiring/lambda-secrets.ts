import { AWS_CALLS } from "./aws-calls.ts";

/** Reads a secret by its ARN; undefined without an ARN. Loads the client when the first one is read. */
export type SecretReader = (arn: string | undefined) => Promise<string | undefined>;

export function secretReader(region: string): SecretReader {
  return async (arn) => {
    if (arn === undefined) return undefined;
    const [{ SecretsManagerClient }, { readSecret }] = await Promise.all([
      import("@aws-sdk/client-secrets-manager"),
      import("../../lib/credentials/read-secret.ts"),
    ]);
    return readSecret(new SecretsManagerClient({ ...AWS_CALLS, region }), arn);
  };
}

const LEAST_CHARACTERS = 32;

/** The key that authenticates the ids of uploads, read when the first upload in parts comes. */
export function lambdaUploadKey(config: {
  AWS_REGION: string;
  BYOB_UPLOAD_KEY_ARN: string;
}): () => Promise<Uint8Array> {
  return async () => {
    const text = await secretReader(config.AWS_REGION)(config.BYOB_UPLOAD_KEY_ARN);
    if (text !== undefined && text.length >= LEAST_CHARACTERS) return new TextEncoder().encode(text);
    throw new Error(`The secret of BYOB_UPLOAD_KEY_ARN has fewer than ${LEAST_CHARACTERS} characters.`);
  };
}
