import type { Vault } from "../../lib/credentials/vault.ts";
import { once } from "../../lib/once.ts";
import { AWS_CALLS } from "./aws-calls.ts";

interface VaultConfig {
  AWS_REGION: string;
  BYOB_VAULT_KEY_ARN: string;
}

/** The vault over KMS, whose client is loaded when something is first sealed or opened: most starts need none. */
export function lambdaVault({ AWS_REGION: region, BYOB_VAULT_KEY_ARN: keyArn }: VaultConfig): Vault {
  const load = once(async () => {
    const [{ KMSClient }, { kmsVault }] = await Promise.all([
      import("@aws-sdk/client-kms"),
      import("../../lib/credentials/kms-vault.ts"),
    ]);
    return kmsVault(new KMSClient({ ...AWS_CALLS, region }), keyArn);
  });
  return {
    seal: async (value, context) => (await load()).seal(value, context),
    open: async (sealed, context) => (await load()).open(sealed, context),
  };
}
