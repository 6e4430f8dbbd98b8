import { randomUUID } from "node:crypto";
import { wantedRoot } from "../buckets/wanted-root.ts";
import type { Deployment } from "../deployment.ts";
import { AppError } from "../errors.ts";
import type { Bucket } from "../storage/bucket.ts";
import { placeOf } from "../storage/place-of.ts";
import type { Bound } from "./bind-bucket.ts";
import type { PlannedBinding } from "./plan-binding.ts";
import { INSTANCE_KEY, type Team, teamKey } from "./team.ts";
import type { TeamStore } from "./team-store.ts";
import { requireReturn, sameTeam } from "./write-team.ts";

export interface InternalDeps {
  deployment: Deployment;
  store: TeamStore;
  now: () => Date;
  /** W&B's own bucket, which Internal means in multi-tenant. */
  defaultStore?: Bucket;
}

/**
 * Binds a team to its own folder of the instance storage, which was proved to work when it was chosen.
 * The folder is the team's by its name, so no claim is needed: the instance storage has claimed all of them.
 * Throws `instance.no_storage`, `team.already_exists`, `team.deleted`.
 */
export async function bindInternal(
  deps: InternalDeps,
  owner: Omit<Team, "binding" | "createdAt">,
): Promise<Bound> {
  const { org, name } = owner;
  const bucket = await internalBucket(deps, org);
  const planned: PlannedBinding = {
    bucket,
    place: placeOf(bucket),
    root: internalRoot(bucket, deps.deployment, owner),
    credentialsSource: "instance",
  };
  const { place: _, ...binding } = planned;
  const team: Team = { ...owner, binding: { id: randomUUID(), ...binding }, createdAt: deps.now() };
  for (let tries = 0; tries < 20; tries++) {
    const record = await deps.store.readTeam(org, teamKey(name));
    if (record?.state === "active") return { created: false, team: sameTeam(record.team, planned) };
    requireReturn(record, planned);
    const written = await deps.store.writeTeam(
      org,
      teamKey(name),
      { state: "active", team },
      record?.version,
    );
    if (written !== undefined) return { created: true, team };
  }
  throw new AppError("service.busy", "The team is being created by others. Try again.", {
    retryAfterSeconds: 1,
  });
}

async function internalBucket(
  { deployment, store, defaultStore }: InternalDeps,
  org: string,
): Promise<Bucket> {
  if (deployment.type === "multi-tenant") {
    if (defaultStore !== undefined) return defaultStore;
  } else {
    const record = await store.readTeam(org, INSTANCE_KEY);
    if (record?.state === "active") return record.team.binding.bucket;
  }
  throw new AppError(
    "instance.no_storage",
    "This deployment has no instance storage yet: choose it by PUT /instance/storage, or give the team a bucket of " +
      "its own (storageType External).",
  );
}

/**
 * `<path>/_teams/<team>/`; in multi-tenant the organisation stands in between, since two organisations may have teams
 * of one name and W&B's own bucket holds both.
 */
function internalRoot(
  bucket: Bucket,
  deployment: Deployment,
  { org, name }: { org: string; name: string },
): string {
  const folder = deployment.type === "multi-tenant" ? `${folderOf(org)}/` : "";
  return `${wantedRoot("instance", bucket)}${folder}${teamKey(name)}/`;
}

/** An organisation's id as one path segment: no slash, never only dots, and no two ids alike. */
function folderOf(org: string): string {
  return encodeURIComponent(org).replace(
    /[.!'()*]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
