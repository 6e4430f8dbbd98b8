import { readFile } from "node:fs/promises";
import { STSClient } from "@aws-sdk/client-sts";
import type { BucketsConfig } from "../../lib/config.ts";
import { createAzureIdentity } from "../../lib/credentials/azure-identity.ts";
import { createIntegration } from "../../lib/credentials/integration.ts";
import {
  createIntegrationIdentity,
  type IntegrationIdentity,
} from "../../lib/credentials/integration-identity.ts";
import { readIntegrationKey } from "../../lib/credentials/integration-key.ts";
import { AWS_CALLS } from "./aws-calls.ts";
import type { SecretReader } from "./lambda-secrets.ts";

/** Role chaining: the function's own role assumes the integration role, for one hour at most. */
const SESSION_SECONDS = 3_600;

/** W&B's own identity at each cloud that this deployment is configured with. */
export async function lambdaIdentity(
  config: BucketsConfig,
  read: SecretReader,
  now: () => Date,
): Promise<IntegrationIdentity> {
  const [gcp, coreweave] = await Promise.all([
    read(config.BYOB_GCP_KEY_ARN),
    read(config.BYOB_COREWEAVE_KEY_ARN),
  ]);
  const roleArn = config.BYOB_INTEGRATION_ROLE_ARN;
  const tokenFile = config.BYOB_AZURE_TOKEN_FILE;
  return createIntegrationIdentity({
    ...(roleArn && {
      aws: createIntegration({
        sts: new STSClient({ ...AWS_CALLS, region: config.AWS_REGION }),
        roleArn,
        now,
        durationSeconds: SESSION_SECONDS,
      }),
    }),
    ...(gcp && { gcp: readIntegrationKey(gcp, "BYOB_GCP_KEY_ARN") }),
    ...(coreweave && { coreweave: coreweaveKey(coreweave) }),
    ...(tokenFile && {
      azure: createAzureIdentity({
        federatedToken: () => readFile(tokenFile, "utf8"),
        now,
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
