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
