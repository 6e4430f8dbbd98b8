import type { Principal } from "../principal.ts";
import type { AddressResult } from "../storage/address/address-result.ts";
import { type BindDeps, type Bound, bindBucket } from "./bind-bucket.ts";
import { bindInternal, type InternalDeps } from "./bind-internal.ts";
import { readInvitations } from "./invitations.ts";
import { requireTeamName } from "./team.ts";
import { requireAdmin } from "./team-access.ts";

export interface CreateTeamRequest {
  teamName: string;
  /** What `storageBucket` reads as; absent for a team with Internal storage. */
  address?: AddressResult;
  members?: readonly string[] | string;
}

export interface CreateTeamDeps extends BindDeps, InternalDeps {}

/**
 * Creates a team, on a bucket of its own or on instance storage.
 * Throws `auth.forbidden`, `team.name_invalid`, `request.invalid` (members), `team.already_exists`, `team.deleted`,
 * `bucket.not_usable`, `instance.no_storage`.
 */
export async function createTeam(
  deps: CreateTeamDeps,
  principal: Principal,
  request: CreateTeamRequest,
): Promise<Bound> {
  requireAdmin(principal, deps.deployment);
  const { teamName: name, address } = request;
  requireTeamName(name);
  const owner = {
    org: principal.org,
    name,
    members: readInvitations(request.members),
    createdBy: principal.sub,
  };
  if (address === undefined) return bindInternal(deps, { ...owner, storageType: "Internal" });
  return bindBucket(deps, { ...owner, storageType: "External", scope: "team", address });
}
