import { readRegisteredStores } from "../../lib/buckets/registered-stores.ts";
import type { BucketsConfig } from "../../lib/config.ts";
import type { Deployment } from "../../lib/deployment.ts";
import { integrationPrincipals } from "../../lib/integration-principals.ts";
import { embeddedMetrics } from "../../lib/observability/embedded-metrics.ts";
import { createLogger } from "../../lib/observability/logger.ts";
import type { SealedTeams } from "../../lib/teams/team-store.ts";
import type { AwsAccess } from "./aws-calls.ts";
import { secretReader } from "./aws-secrets.ts";
import { configuredIdentity } from "./configured-identity.ts";
import type { Parts } from "./parts.ts";
import type { Runtime } from "./runtime.ts";

/**
 * The parts of a function over AWS's services; `storeOf` makes as much of the team store as it needs. Reads the secrets
 * that it is configured with once per process.
 */
export async function awsParts<Store extends SealedTeams>(
  config: BucketsConfig,
  runtime: Runtime,
  storeOf: (access: AwsAccess, tableName: string) => Store,
): Promise<Parts<Store>> {
  const { access, write, functionName, now } = runtime;
  const metrics = embeddedMetrics({ write, functionName, stage: config.BYOB_STAGE });
  const { region } = access;
  const read = secretReader(access);
  const [stores, ofDefault, identity] = await Promise.all([
    read(config.BYOB_REGISTERED_STORES_ARN),
    read(config.BYOB_DEFAULT_STORE_ARN),
    configuredIdentity(config, runtime, read, metrics),
  ]);
  const [defaultStore] = readRegisteredStores(ofDefault ?? "", region).all;
  return {
    deployment: deploymentOf(config),
    store: storeOf(access, config.BYOB_TABLE),
    registered: readRegisteredStores(stores ?? "", region),
    identity,
    principals: principalsOf(config),
    attribution: config.BYOB_ATTRIBUTION_DISABLED !== "true",
    logger: createLogger({ write, now }),
    metrics,
    now,
    ...(defaultStore ? { defaultStore } : {}),
  };
}

function deploymentOf(config: BucketsConfig): Deployment {
  return {
    type: config.BYOB_DEPLOYMENT,
    ownership: config.BYOB_OWNERSHIP,
    frontendOrigins: config.BYOB_FRONTEND_ORIGINS,
    awsRegion: config.AWS_REGION,
    endpoints: present({
      AWS: config.BYOB_ENDPOINT_AWS,
      COREWEAVE: config.BYOB_ENDPOINT_COREWEAVE,
      GCP: config.BYOB_ENDPOINT_GCP,
      AZURE: config.BYOB_ENDPOINT_AZURE,
    }),
    ...(config.BYOB_ORG ? { org: config.BYOB_ORG } : {}),
  };
}

function principalsOf(config: BucketsConfig) {
  return integrationPrincipals(
    config.BYOB_DEPLOYMENT,
    present({
      aws: config.BYOB_PRINCIPAL_AWS,
      gcp: config.BYOB_PRINCIPAL_GCP,
      coreweave: config.BYOB_PRINCIPAL_COREWEAVE,
    }),
  );
}

function present<K extends string>(values: Record<K, string | undefined>): Partial<Record<K, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<
    Record<K, string>
  >;
}
