import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JWTPayload } from "jose";
import { LOCAL_AUDIENCE, LOCAL_ISSUER, openIssuer } from "../../functions/local/issuer.ts";
import { startServer } from "../../functions/local/server.ts";
import { readRegisteredStores } from "../../lib/buckets/registered-stores.ts";
import type { IntegrationIdentity } from "../../lib/credentials/integration-identity.ts";
import { localVault } from "../../lib/credentials/local-vault.ts";
import type { Deployment } from "../../lib/deployment.ts";
import { createAuthenticator } from "../../lib/http/auth.ts";
import { createAuditLog } from "../../lib/observability/audit.ts";
import { embeddedMetrics } from "../../lib/observability/embedded-metrics.ts";
import { createLogger } from "../../lib/observability/logger.ts";
import { lookupsOf } from "../../lib/observability/metrics.ts";
import { callByNode } from "../../lib/outbound/call-by-node.ts";
import { dynamoTeamStore } from "../../lib/teams/dynamo-team-store.ts";
import type { TeamStore } from "../../lib/teams/team-store.ts";
import { startJwksServer } from "./jwks-server.ts";
import { type LocalCloud, startLocalCloud } from "./local-cloud.ts";

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by tests field by field, as a client in JavaScript would
  body: any;
}

export interface LocalService {
  url: string;
  cloud: LocalCloud;
  /** What was logged, audit records among it. */
  lines: string[];
  /** A token for member1 of acme, with these claims on top. */
  token(claims?: JWTPayload, ttlSeconds?: number): Promise<string>;
  call(method: string, path: string, options?: { token?: string; body?: unknown }): Promise<Answer>;
  /** The address of a bucket of the local cloud, with its own keys or others. */
  address(bucketName: string, keys?: { accessKeyId?: string; secretAccessKey?: string }): string;
  close(): Promise<void>;
}

export interface ServiceOptions {
  buckets: readonly string[];
  deployment?: Partial<Deployment>;
  /** Takes the local S3 store for Amazon's and CoreWeave's. */
  awsEndpoint?: boolean;
  /** Other ways to providers, e.g. to a local Cloud Storage. */
  endpoints?: NonNullable<Deployment["endpoints"]>;
  /** The local bucket that is W&B's own in multi-tenant, as one of AWS; so with `awsEndpoint`. */
  defaultStore?: string;
  /** W&B's own identity, instead of the keys of a local bucket. */
  identity?: Pick<IntegrationIdentity, "keysFor">;
  /** The local bucket whose keys are the integration identity's. */
  integrationKeysOf?: string;
  /** Registered stores besides the local buckets, which are registered with their keys. */
  registered?: string;
  /** False keeps the caller's name out of URLs. */
  attribution?: boolean;
  /** Puts something between the service and its table. */
  wrapStore?: (store: TeamStore) => TeamStore;
}

/** The whole service over real HTTP, on a DynamoDB and an S3 store of its own. */
export async function startLocalService(options: ServiceOptions): Promise<LocalService> {
  const cloud = await startLocalCloud(options.buckets);
  const stateDir = mkdtempSync(join(tmpdir(), "byob-service-"));
  const issuer = await openIssuer(stateDir);
  const jwksServer = await startJwksServer(issuer.jwks());
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const now = () => new Date();
  const logger = createLogger({ write, now });
  const metrics = embeddedMetrics({ write, functionName: "local" });
  const deployment: Deployment = {
    type: "self-managed",
    org: "acme",
    frontendOrigins: ["http://localhost:3000"],
    endpoints: {
      ...(options.awsEndpoint && { AWS: cloud.s3Endpoint, COREWEAVE: cloud.s3Endpoint }),
      ...options.endpoints,
    },
    ...options.deployment,
  };
  const address: LocalService["address"] = (bucketName, keys = {}) => {
    const own = cloud.buckets.find(({ name }) => name === bucketName);
    const { accessKeyId, secretAccessKey } = { accessKeyId: "", secretAccessKey: "", ...own, ...keys };
    const { host, pathname } = new URL(cloud.s3Endpoint);
    const userinfo = `${encodeURIComponent(accessKeyId)}:${encodeURIComponent(secretAccessKey)}`;
    return `s3://${userinfo}@${host}/${bucketName}?region=us-east-1&basePath=${pathname}`;
  };
  const registered = [...options.buckets.map((name) => address(name)), options.registered ?? ""].join(",");
  const storeOf = (bucketName: string | undefined) =>
    bucketName === undefined
      ? undefined
      : readRegisteredStores(address(bucketName).replace(/@.*/, `@s3.us-east-1.amazonaws.com/${bucketName}`))
          .all[0];
  const defaultStore = storeOf(options.defaultStore);
  const integrationKeys = storeOf(options.integrationKeysOf)?.credentials;
  const store = dynamoTeamStore({ client: cloud.dynamo, tableName: cloud.tableName });
  const server = await startServer({
    port: 0,
    jwks: issuer.jwks(),
    vault: localVault(randomBytes(32)),
    uploadKey: randomBytes(32),
    parts: {
      deployment,
      logger,
      metrics,
      now,
      identity: { keysFor: async () => integrationKeys, forget: () => undefined, ...options.identity },
      ...(defaultStore && { defaultStore }),
      principals: {},
      attribution: options.attribution ?? true,
      store: options.wrapStore?.(store) ?? store,
      registered: readRegisteredStores(registered),
    },
    api: {
      logger,
      metrics,
      now,
      audit: createAuditLog({ write }),
      origins: deployment.frontendOrigins,
      authenticate: createAuthenticator({
        issuer: LOCAL_ISSUER,
        audience: LOCAL_AUDIENCE,
        jwksUrl: jwksServer.url,
        call: callByNode,
        claims: { org: "org", teams: "teams", roles: "roles", email: "email" },
        now,
        count: lookupsOf(metrics, "tokens"),
      }),
    },
  });
  return {
    url: server.url,
    cloud,
    lines,
    address,
    token: (claims = {}, ttlSeconds = 600) =>
      issuer.sign({ sub: "member1", org: "acme", ...claims }, ttlSeconds),
    async call(method, path, { token, body } = {}) {
      const response = await fetch(server.url + path, {
        method,
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === "" ? undefined : JSON.parse(text),
      };
    },
    async close() {
      await server.close();
      await Promise.all([cloud.close(), jwksServer.close()]);
      rmSync(stateDir, { recursive: true });
    },
  };
}
