import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { STSClient } from "@aws-sdk/client-sts";
import type { Hono } from "hono";
import { handle, type LambdaEvent } from "hono/aws-lambda";
import { readRegisteredStores } from "../../lib/buckets/registered-stores.ts";
import type { BucketsConfig } from "../../lib/config.ts";
import { createIntegration, type Integration } from "../../lib/credentials/integration.ts";
import { readSecret } from "../../lib/credentials/read-secret.ts";
import type { Deployment } from "../../lib/deployment.ts";
import type { ApiDeps } from "../../lib/http/api.ts";
import { createAuthenticator } from "../../lib/http/auth.ts";
import { createAuditLog } from "../../lib/observability/audit.ts";
import { createLogger } from "../../lib/observability/logger.ts";
import { dynamoTeamStore } from "../../lib/teams/dynamo-team-store.ts";
import type { Parts } from "./parts.ts";

/** Role chaining: the function's own role assumes the integration role, for one hour at most. */
const SESSION_SECONDS = 3_600;

const write = (line: string) => void process.stdout.write(`${line}\n`);
const now = () => new Date();

/** The parts of a function that runs in AWS. Reads the registered stores from Secrets Manager once per process. */
export async function lambdaParts(config: BucketsConfig): Promise<Parts> {
  const region = config.AWS_REGION;
  const client = new DynamoDBClient({
    region,
    ...(config.BYOB_DYNAMODB_ENDPOINT ? { endpoint: config.BYOB_DYNAMODB_ENDPOINT } : {}),
  });
  const list = config.BYOB_REGISTERED_STORES_ARN
    ? await readSecret(new SecretsManagerClient({ region }), config.BYOB_REGISTERED_STORES_ARN)
    : "";
  const integration = integrationOf(config);
  return {
    deployment: deploymentOf(config),
    store: dynamoTeamStore({ client, tableName: config.BYOB_TABLE }),
    registered: readRegisteredStores(list, region),
    logger: createLogger({ write, now }),
    now,
    ...(integration ? { integration } : {}),
  };
}

export function lambdaApi(config: BucketsConfig, { logger, deployment }: Parts): ApiDeps {
  return {
    logger,
    now,
    audit: createAuditLog({ write }),
    origins: deployment.frontendOrigins,
    ipOf: (c) =>
      (c.env as { event?: LambdaEvent }).event && sourceIp((c.env as { event: LambdaEvent }).event),
    authenticate: createAuthenticator({
      issuer: config.BYOB_ISSUER,
      audience: config.BYOB_AUDIENCE,
      jwksUrl: config.BYOB_JWKS_URL,
      now,
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
    frontendOrigins: config.BYOB_FRONTEND_ORIGINS,
    awsRegion: config.AWS_REGION,
    ...(config.BYOB_ORG ? { org: config.BYOB_ORG } : {}),
  };
}

function integrationOf(config: BucketsConfig): Integration | undefined {
  const roleArn = config.BYOB_INTEGRATION_ROLE_ARN;
  if (roleArn === undefined) return undefined;
  const sts = new STSClient({ region: config.AWS_REGION });
  return createIntegration({ sts, roleArn, now, durationSeconds: SESSION_SECONDS });
}

function sourceIp(event: LambdaEvent): string | undefined {
  if (!("requestContext" in event)) return undefined;
  const context = event.requestContext as { http?: { sourceIp?: string }; identity?: { sourceIp?: string } };
  return context.http?.sourceIp ?? context.identity?.sourceIp;
}
