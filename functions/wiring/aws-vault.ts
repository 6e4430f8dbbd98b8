import type { Vault } from "../../lib/credentials/vault.ts";
import { once } from "../../lib/once.ts";
import { type AwsAccess, clientSettings } from "./aws-calls.ts";

/** The vault over KMS, whose client is loaded when something is first sealed or opened: most starts need none. */
export function awsVault(access: AwsAccess, keyArn: string): Vault {
  const load = once(async () => {
    const [{ KMSClient }, { kmsVault }] = await Promise.all([
      import("@aws-sdk/client-kms"),
      import("../../lib/credentials/kms-vault.ts"),
    ]);
    return kmsVault(new KMSClient(clientSettings(access, "kms")), keyArn);
  });
  return {
    seal: async (value, context) => (await load()).seal(value, context),
    open: async (sealed, context) => (await load()).open(sealed, context),
  };
}
