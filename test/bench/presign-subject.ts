import { randomBytes } from "node:crypto";
import type { LambdaEvent } from "hono/aws-lambda";
import type { JWTPayload } from "jose";
import { presignApp } from "../../functions/presign/app.ts";
import { lambdaBodies, lambdaHandler } from "../../functions/wiring/lambda-bodies.ts";
import { presignDeps } from "../../functions/wiring/presign-deps.ts";
import { sourceIp } from "../../functions/wiring/source-ip.ts";
import { readRegisteredStores } from "../../lib/buckets/registered-stores.ts";
import { createIntegrationIdentity } from "../../lib/credentials/integration-identity.ts";
import { localVault } from "../../lib/credentials/local-vault.ts";
import type { ApiDeps } from "../../lib/http/api.ts";
import { createAuthenticator } from "../../lib/http/auth.ts";
import { createAuditLog } from "../../lib/observability/audit.ts";
import { embeddedMetrics } from "../../lib/observability/embedded-metrics.ts";
import { createLogger } from "../../lib/observability/logger.ts";
import { callByNode } from "../../lib/outbound/call-by-node.ts";
import type { Bindings } from "../../lib/presign/bindings.ts";
import { secret } from "../../lib/secret.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";
import type { TeamStore } from "../../lib/teams/team-store.ts";
import { AUDIENCE, createKey, GOOD, ISSUER, startJwksServer } from "../support/jwks-server.ts";
import { memoryTeamStore } from "../support/memory-team-store.ts";
import { type Answer, gatewayEvent } from "./gateway-event.ts";
import { sdkSigner } from "./sdk-signer.ts";

export type SignedBy = "us" | "the SDK";

export const BUCKET = {
  provider: "AWS" as const,
  name: "acme-artifacts",
  path: "wandb",
  region: "us-east-1",
};
const USER = "member1";
const KEY: AccessKey = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
};
const ADDRESS = `s3://${KEY.accessKeyId}:${encodeURIComponent(KEY.secretAccessKey.reveal())}@s3.us-east-1.amazonaws.com/acme-artifacts/wandb`;

/** The presign function of one team on Amazon S3, with real tokens; whoever signs, all else is the same. */
export interface PresignSubject {
  app: ReturnType<typeof presignApp>;
  token: string;
  /** Through the Lambda adapter, as API Gateway would call it; with the token above unless another is given. */
  presign(body: string, token?: string): Promise<Answer>;
  /** The clock stands still at this moment, or goes on. */
  freeze(at: Date | undefined): void;
  /** Bytes of log lines and audit records so far. */
  loggedBytes(): number;
  tokenFor(claims: JWTPayload): Promise<string>;
  close(): Promise<void>;
}

export interface SubjectOptions {
  signedBy: SignedBy;
  /** Where the teams are; one team `omega` in memory unless said otherwise. */
  store?: TeamStore;
}

export async function startSubject({ signedBy, store }: SubjectOptions): Promise<PresignSubject> {
  let frozen: Date | undefined;
  let bytes = 0;
  const now = () => frozen ?? new Date();
  const write = (line: string) => {
    bytes += line.length + 1;
  };
  const key = await createKey("bench");
  const jwks = await startJwksServer({ keys: [key.jwk] });
  const logger = createLogger({ write, now });
  const metrics = embeddedMetrics({ write, functionName: "presign" });
  const deps = presignDeps(
    {
      deployment: { type: "self-managed", org: "acme", frontendOrigins: ["https://app.example.com"] },
      store: store ?? (await storeOfOneTeam()),
      registered: readRegisteredStores(ADDRESS),
      identity: createIntegrationIdentity({}),
      principals: {},
      attribution: true,
      logger,
      metrics,
      now,
    },
    localVault(randomBytes(32)),
    async () => randomBytes(32),
  );
  const bindings = signedBy === "us" ? deps.bindings : signedByTheSdk(deps.bindings, now);
  const api: ApiDeps = {
    logger,
    metrics,
    now,
    audit: createAuditLog({ write }),
    origins: ["https://app.example.com"],
    ipOf: sourceIp,
    bodies: lambdaBodies,
    authenticate: createAuthenticator({
      issuer: ISSUER,
      audience: AUDIENCE,
      jwksUrl: jwks.url,
      now,
      call: callByNode,
      claims: { org: "org", teams: "teams", roles: "roles", email: "email" },
    }),
  };
  const app = presignApp({ ...deps, bindings }, api);
  const handler = lambdaHandler(app);
  const tokenFor = (claims: JWTPayload) =>
    key.sign({ ...GOOD, exp: Math.floor(Date.now() / 1000) + 3600, teams: ["omega"], ...claims });
  const token = await tokenFor({ sub: USER });
  return {
    app,
    token,
    tokenFor,
    presign: async (body, bearer = token) =>
      (await handler(gatewayEvent(body, bearer) as LambdaEvent)) as Answer,
    freeze: (at) => {
      frozen = at;
    },
    loggedBytes: () => bytes,
    close: jwks.close,
  };
}

/** The real bindings, found and permitted in the real way; only what signs is another. */
function signedByTheSdk(bindings: Bindings, now: () => Date): Bindings {
  const signer = sdkSigner({
    bucketName: BUCKET.name,
    region: BUCKET.region,
    credentials: KEY,
    user: USER,
    now,
  });
  return {
    ...bindings,
    find: async (org, teamName) => {
      const found = await bindings.find(org, teamName);
      return found && { ...found, signer: async () => signer };
    },
  };
}

/** A team whose bucket is a registered store's, so that its keys are at hand. */
export function benchTeam(name: string) {
  return {
    org: "acme",
    name,
    storageType: "External" as const,
    binding: {
      id: `binding-${name}`,
      bucket: BUCKET,
      root: "wandb/",
      credentialsSource: "registered" as const,
    },
    members: [],
    createdBy: USER,
    createdAt: new Date("2026-11-24T12:00:00.123Z"),
  };
}

async function storeOfOneTeam(): Promise<TeamStore> {
  const store = memoryTeamStore();
  await store.writeTeam("acme", "omega", { state: "active", team: benchTeam("omega") }, undefined);
  return store;
}
