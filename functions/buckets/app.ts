import type { Hono } from "hono";
import { registeredAddressContext } from "../../lib/buckets/address-context.ts";
import { parseStorageBucket } from "../../lib/buckets/storage-bucket.ts";
import { validateBucket } from "../../lib/buckets/validate-bucket.ts";
import { type ApiDeps, createApi } from "../../lib/http/api.ts";
import type { Handlers } from "../../lib/http/route.ts";
import { requireAdmin } from "../../lib/teams/team-access.ts";
import type { ValidationDeps } from "../wiring/validation-deps.ts";
import { bucketRoutes } from "./routes.ts";

/** The buckets function: what a bucket is worth before a team is bound to it. */
export function bucketsApp(deps: ValidationDeps, api: ApiDeps): Hono {
  const addressContext = registeredAddressContext(deps);

  const handlers: Handlers<typeof bucketRoutes> = {
    async validateBucket({ principal, body, noteAudit }) {
      requireAdmin(principal, deps.deployment);
      const form = "storageBucket" in body ? body : { storageBucket: body };
      const teamName = "teamName" in form ? (form.teamName ?? "") : "";
      if (teamName !== "") noteAudit({ entity: teamName });
      const address = parseStorageBucket(form.storageBucket, addressContext);
      const report = await deps.inTurn(() => validateBucket(deps, { org: principal.org, teamName, address }));
      return { status: 200, body: report };
    },
  };

  return createApi({ routes: bucketRoutes, handlers, deps: api });
}
