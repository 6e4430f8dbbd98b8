import type { BucketsConfig } from "../../lib/config.ts";
import { createAzureIdentity } from "../../lib/credentials/azure-identity.ts";
import {
  createIntegrationIdentity,
  type IntegrationIdentity,
} from "../../lib/credentials/integration-identity.ts";
import { readIntegrationKey } from "../../lib/credentials/integration-key.ts";
import { lookupsOf, type Metrics } from "../../lib/observability/metrics.ts";
import { awsRole } from "./aws-role.ts";
import type { SecretReader } from "./aws-secrets.ts";
import type { Runtime } from "./runtime.ts";

/** W&B's own identity at each cloud that this deployment is configured with. */
export async function configuredIdentity(
  config: BucketsConfig,
  { access, readText, now }: Runtime,
  read: SecretReader,
  metrics: Metrics,
): Promise<IntegrationIdentity> {
  const [gcp, coreweave] = await Promise.all([
    read(config.BYOB_GCP_KEY_ARN),
    read(config.BYOB_COREWEAVE_KEY_ARN),
  ]);
  const roleArn = config.BYOB_INTEGRATION_ROLE_ARN;
  const tokenFile = config.BYOB_AZURE_TOKEN_FILE;
  return createIntegrationIdentity({
    ...(roleArn && {
      aws: awsRole(access, { roleArn, now, count: lookupsOf(metrics, "sessions") }),
    }),
    ...(gcp && { gcp: readIntegrationKey(gcp, "BYOB_GCP_KEY_ARN") }),
    ...(coreweave && { coreweave: coreweaveKey(coreweave) }),
    ...(tokenFile &&
      readText && {
        azure: createAzureIdentity({
          federatedToken: () => readText(tokenFile),
          now,
          count: lookupsOf(metrics, "delegationKeys"),
          ...(config.BYOB_ENDPOINT_AZURE ? { endpoint: config.BYOB_ENDPOINT_AZURE } : {}),
        }),
      }),
  });
}

function coreweaveKey(text: string) {
  const key = readIntegrationKey(text, "BYOB_COREWEAVE_KEY_ARN");
  if ("secretAccessKey" in key) return key;
  throw new Error("BYOB_COREWEAVE_KEY_ARN holds a Google key; CoreWeave signs with an access key.");
}
