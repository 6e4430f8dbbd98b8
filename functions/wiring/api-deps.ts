import type { BucketsConfig } from "../../lib/config.ts";
import type { ApiDeps } from "../../lib/http/api.ts";
import { createAuthenticator } from "../../lib/http/auth.ts";
import { createAuditLog } from "../../lib/observability/audit.ts";
import { lookupsOf } from "../../lib/observability/metrics.ts";
import type { SigningParts } from "./parts.ts";
import type { Runtime } from "./runtime.ts";

/** What an API is served with, as its configuration says. */
export function apiDeps(
  config: BucketsConfig,
  { logger, metrics, deployment, now }: SigningParts,
  { write, access }: Pick<Runtime, "write" | "access">,
  ipOf: ApiDeps["ipOf"],
): ApiDeps {
  return {
    logger,
    metrics,
    now,
    audit: createAuditLog({ write }),
    origins: deployment.frontendOrigins,
    ipOf,
    authenticate: createAuthenticator({
      issuer: config.BYOB_ISSUER,
      audience: config.BYOB_AUDIENCE,
      jwksUrl: config.BYOB_JWKS_URL,
      call: access.call,
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
