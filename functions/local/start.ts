import { appendFileSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readRegisteredStores } from "../../lib/buckets/registered-stores.ts";
import type { Deployment } from "../../lib/deployment.ts";
import { createAuthenticator } from "../../lib/http/auth.ts";
import { createAuditLog } from "../../lib/observability/audit.ts";
import { embeddedMetrics } from "../../lib/observability/embedded-metrics.ts";
import { createLogger } from "../../lib/observability/logger.ts";
import { lookupsOf } from "../../lib/observability/metrics.ts";
import { callByNode } from "../../lib/outbound/call-by-node.ts";
import { LOCAL_REGION, startCloud } from "./cloud.ts";
import { LOCAL_AUDIENCE, LOCAL_ISSUER, openIssuer } from "./issuer.ts";
import { assertFree } from "./ports.ts";
import { JWKS_PATH, startServer } from "./server.ts";
import { stateDir } from "./state-dir.ts";
import { walk } from "./walk.ts";

// npm start: the whole service on this machine, and a walk through the main job. `--exit` ends after the walk.
// Exits with 1 when a step of the walk did not hold or the service could not start, with 2 for a wrong argument.

/** What the service's port and the ones after it are for. */
const PORTS = [
  "the service",
  "the local S3 store",
  "the local database",
  "the local GCS",
  "the local Azure Blob",
];

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { exit, "demo-secret": demoSecret } = parseArgs({
    options: { exit: { type: "boolean", default: false }, "demo-secret": { type: "string" } },
  }).values;
  const port = Number(process.env.PORT ?? 8787);
  if (!Number.isInteger(port) || port < 1 || port + PORTS.length > 65_536)
    throw new Error("PORT is not a number from 1 to 65531, as in PORT=9000 npm start.");
  const registered = process.env.GORILLA_SUPPORTED_FILE_STORES ?? "";
  readRegisteredStores(registered, LOCAL_REGION); // a wrong entry is told before anything is started
  for (const [offset, what] of PORTS.entries()) await assertFree(port + offset, what);

  const state = stateDir(process.env);
  const logFile = join(state, String(port), "service.log");
  mkdirSync(join(state, String(port)), { recursive: true });
  const write = (line: string) => appendFileSync(logFile, `${line}\n`);
  const now = () => new Date();
  const logger = createLogger({ write, now });
  const metrics = embeddedMetrics({ write, functionName: "local" });
  const deployment: Deployment = {
    type: "self-managed",
    org: "acme",
    frontendOrigins: (process.env.BYOB_FRONTEND_ORIGINS ?? "http://localhost:3000")
      .split(",")
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ""),
  };

  const issuer = await openIssuer(state);
  const cloud = await startCloud({
    deployment,
    stateDir: state,
    port,
    logger,
    metrics,
    registered,
    ...(demoSecret === undefined ? {} : { demoSecret }),
  });
  const server = await startServer({
    ...cloud,
    port,
    jwks: issuer.jwks(),
    api: {
      logger,
      metrics,
      now,
      audit: createAuditLog({ write }),
      origins: deployment.frontendOrigins,
      authenticate: createAuthenticator({
        issuer: LOCAL_ISSUER,
        audience: LOCAL_AUDIENCE,
        jwksUrl: `http://127.0.0.1:${port}${JWKS_PATH}`,
        call: callByNode,
        claims: { org: "org", teams: "teams", roles: "roles", email: "email" },
        now,
        count: lookupsOf(metrics, "tokens"),
      }),
    },
  });
  const close = async () => {
    await server.close();
    await cloud.close();
  };

  say(`W&B BYOB, self-managed, organisation acme, on ${server.url} (log: ${logFile})`);
  const file = resolve(import.meta.dirname, "../../package-lock.json");
  const failed = await walk({ url: server.url, issuer, file, say });
  if (failed !== undefined) process.stderr.write(`  ✗ ${failed.step}: ${failed.reason}\n`);
  if (!exit) {
    say("Registered stores:");
    for (const { bucket } of cloud.parts.registered.all)
      say(`  ${bucket.provider} ${bucket.endpoint ?? ""} ${bucket.name}`);
    say("Ready; Ctrl-C ends it. A token: npm run --silent token -- --org acme --user admin1 --admin");
    await new Promise<void>((done) => {
      process.once("SIGINT", done);
      process.once("SIGTERM", done);
    });
  }
  await close();
  return failed === undefined ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const { message, code = "" } = error as Error & { code?: string };
  process.stderr.write(`${message}\n`);
  process.exitCode = code.startsWith("ERR_PARSE_ARGS") ? 2 : 1;
}
