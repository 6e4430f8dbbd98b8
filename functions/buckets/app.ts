import type { Hono } from "hono";
import type * as z from "zod/mini";
import { instructionsFor } from "../../lib/buckets/instructions/instructions-for.ts";
import { listBuckets } from "../../lib/buckets/list-buckets.ts";
import { readStorageBucket } from "../../lib/buckets/read-storage-bucket.ts";
import { validateBucket } from "../../lib/buckets/validate-bucket.ts";
import type { Deployment } from "../../lib/deployment.ts";
import { AppError } from "../../lib/errors.ts";
import { type ApiDeps, createApi } from "../../lib/http/api.ts";
import type { Handlers } from "../../lib/http/route.ts";
import type { IntegrationPrincipals } from "../../lib/integration-principals.ts";
import { PROVIDERS } from "../../lib/storage/bucket.ts";
import { roomOf } from "../../lib/storage/catalog.ts";
import { readInvitations } from "../../lib/teams/invitations.ts";
import { requireTeamName } from "../../lib/teams/team.ts";
import { requireAdmin, requireServed } from "../../lib/teams/team-access.ts";
import type { ValidationDeps } from "../wiring/validation-deps.ts";
import { bucketRoutes } from "./routes.ts";

export interface BucketsDeps extends ValidationDeps {
  principals: IntegrationPrincipals;
}

/** The buckets function: what there is to choose from, and what a bucket is worth before a team is bound to it. */
export function bucketsApp(deps: BucketsDeps, api: ApiDeps): Hono {
  const handlers: Handlers<typeof bucketRoutes> = {
    listProviders({ principal }) {
      requireServed(principal, deps.deployment);
      const { type: deployment } = deps.deployment;
      return {
        status: 200,
        body: { deployment, org: principal.org, identity: deps.principals, providers: offered(deployment) },
      };
    },

    async listBuckets({ principal }) {
      requireAdmin(principal, deps.deployment);
      return { status: 200, body: { buckets: await listBuckets(deps, principal.org) } };
    },

    async validateBucket({ principal, body, noteAudit }) {
      requireAdmin(principal, deps.deployment);
      const { teamName = "", bucket } = wantedBucket(body);
      if (teamName !== "") noteAudit({ entity: teamName });
      const address = await readStorageBucket(deps, principal.org, bucket);
      const report = await deps.inTurn(() => validateBucket(deps, { org: principal.org, teamName, address }));
      return { status: 200, body: report };
    },

    async createInstructions({ principal, body }) {
      requireAdmin(principal, deps.deployment);
      const { type: deployment } = deps.deployment;
      const instructions = await instructionsFor(deps, principal.org, body);
      return { status: 200, body: { deployment, org: principal.org, ...instructions } };
    },
  };

  return createApi({ routes: bucketRoutes, handlers, deps: api });
}

/** The bucket that a validation is asked for, out of the body of a creation or alone. */
function wantedBucket(body: z.output<typeof bucketRoutes.validateBucket.body>) {
  const { storageBucket, teamName, storageType, members, ...alone } = body;
  if (teamName !== undefined) requireTeamName(teamName);
  readInvitations(members);
  if (storageType === "Internal")
    throw new AppError(
      "request.invalid",
      "A team with Internal storage brings no bucket to validate; instance storage is proved when it is chosen.",
    );
  if (storageType !== undefined && storageBucket === undefined && Object.keys(alone).length === 0)
    throw new AppError("request.invalid", "storageBucket is required when storageType is External.");
  if (storageBucket !== undefined && Object.keys(alone).length > 0)
    throw new AppError("request.invalid", "Give the bucket in storageBucket, or its fields alone; not both.");
  return { bucket: storageBucket ?? alone, ...(teamName === undefined ? {} : { teamName }) };
}

function offered(deployment: Deployment["type"]) {
  return PROVIDERS.map((provider) => {
    const { title, scopes, form } = roomOf(provider);
    return { provider, title, scopes: [...scopes[deployment]], ...form, fields: [...form.fields] };
  }).filter(({ scopes }) => scopes.length > 0);
}
