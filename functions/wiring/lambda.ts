import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { readRegisteredStores } from "../../lib/buckets/registered-stores.ts";
import type { BucketsConfig } from "../../lib/config.ts";
import type { Deployment } from "../../lib/deployment.ts";
import type { ApiDeps } from "../../lib/http/api.ts";
import { createAuthenticator } from "../../lib/http/auth.ts";
import { integrationPrincipals } from "../../lib/integration-principals.ts";
import { createAuditLog } from "../../lib/observability/audit.ts";
import { embeddedMetrics } from "../../lib/observability/embedded-metrics.ts";
import { createLogger } from "../../lib/observability/logger.ts";
import { lookupsOf } from "../../lib/observability/metrics.ts";
import { dynamoTeamStore } from "../../lib/teams/dynamo-team-store.ts";
import { AWS_CALLS } from "./aws-calls.ts";
import { lambdaIdentity } from "./lambda-identity.ts";
import { secretReader } from "./lambda-secrets.ts";
import type { Parts } from "./parts.ts";
import { sourceIp } from "./source-ip.ts";

const write = (line: string) => void process.stdout.write(`${line}\n`);
const now = () => new Date();

/** The parts of the function of this name, in AWS. Reads the secrets that it is configured with once per process. */
export async function lambdaParts(
  config: BucketsConfig,
  functionName: "presign" | "teams" | "buckets",
): Promise<Parts> {
  const metrics = embeddedMetrics({ write, functionName });
  const region = config.AWS_REGION;
  const client = new DynamoDBClient({
    ...AWS_CALLS,
    region,
    ...(config.BYOB_DYNAMODB_ENDPOINT ? { endpoint: config.BYOB_DYNAMODB_ENDPOINT } : {}),
  });
  const read = secretReader(region);
  const [stores, ofDefault, identity] = await Promise.all([
    read(config.BYOB_REGISTERED_STORES_ARN),
    read(config.BYOB_DEFAULT_STORE_ARN),
    lambdaIdentity(config, read, { now, metrics }),
  ]);
  const [defaultStore] = readRegisteredStores(ofDefault ?? "", region).all;
  return {
    deployment: deploymentOf(config),
    store: dynamoTeamStore({ client, tableName: config.BYOB_TABLE }),
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

export function lambdaApi(config: BucketsConfig, { logger, metrics, deployment }: Parts): ApiDeps {
  return {
    logger,
    metrics,
    now,
    audit: createAuditLog({ write }),
    origins: deployment.frontendOrigins,
    ipOf: sourceIp,
    authenticate: createAuthenticator({
      issuer: config.BYOB_ISSUER,
      audience: config.BYOB_AUDIENCE,
      jwksUrl: config.BYOB_JWKS_URL,
      now,
      count: lookupsOf(metrics, "tokens"),
      claims: {
        org: config.BYOB_CLAIM_ORG,
        teams: config.BYOB_CLAIM_TEAMS,
        roles: config.BYOB_CLAIM_ROLES,
        email: config.BYOB_CLAIM_EMAIL,
      },
    }),
  };
}

export const lambdaHandler = (app: Hono) => handle(app);

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
