import type { DeploymentType } from "./deployment-type.ts";
import { partitionOf } from "./storage/aws/partition.ts";
import type { Bucket } from "./storage/bucket.ts";

/** Who W&B is to each cloud: what an admin writes into the policy of the bucket. */
export interface IntegrationPrincipals {
  aws?: string;
  gcp?: string;
  coreweave?: string;
}

/**
 * W&B's documented principals. A self-managed deployment has its own, given by configuration.
 * https://docs.wandb.ai/platform/hosting/data-security/secure-storage-connector
 */
const DOCUMENTED: Record<DeploymentType, IntegrationPrincipals> = {
  "multi-tenant": {
    aws: "arn:aws:iam::725579432336:role/WandbIntegration",
    gcp: "wandb-integration@wandb-production.iam.gserviceaccount.com",
    coreweave: "arn:aws:iam::wandb:static/wandb-integration",
  },
  dedicated: {
    aws: "arn:aws:iam::830241207209:root",
    gcp: "deploy@wandb-production.iam.gserviceaccount.com",
    coreweave: "arn:aws:iam::wandb:static/wandb-integration",
  },
  "self-managed": {},
};

/** The principals of a deployment: what is configured, else what W&B documents. */
export function integrationPrincipals(
  deployment: DeploymentType,
  configured: IntegrationPrincipals,
): IntegrationPrincipals {
  return { ...DOCUMENTED[deployment], ...configured };
}

/** W&B's own identity for one bucket; undefined where the deployment has none, or none in the bucket's partition of AWS. */
export function principalFor(
  bucket: Bucket,
  { aws, gcp, coreweave }: IntegrationPrincipals,
): string | undefined {
  if (bucket.provider === "GCP") return gcp;
  if (bucket.provider === "COREWEAVE") return coreweave;
  if (bucket.provider !== "AWS" || aws === undefined) return undefined;
  return aws.split(":")[1] === partitionOf(bucket.region).name ? aws : undefined;
}
