import type { Deployment } from "../deployment.ts";
import { AppError } from "../errors.ts";
import type { Principal } from "../principal.ts";
import { placeOf } from "../storage/place-of.ts";
import { readInvitations } from "./invitations.ts";
import { type Team, teamKey } from "./team.ts";
import { readVisibleTeam, requireAdmin } from "./team-access.ts";
import type { TeamPage, TeamStore } from "./team-store.ts";

export interface TeamDeps {
  store: TeamStore;
  deployment: Deployment;
  now: () => Date;
}

/** Throws `team.not_found` unless the principal may see the team. */
export async function getTeam(deps: TeamDeps, principal: Principal, name: string): Promise<Team> {
  return (await readVisibleTeam(deps, principal, name)).team;
}

/** One page of the organisation's teams, for its admins. */
export async function listTeams(
  deps: TeamDeps,
  principal: Principal,
  page: { limit: number; cursor?: string },
): Promise<TeamPage> {
  requireAdmin(principal, deps.deployment);
  return deps.store.listTeams(principal.org, page);
}

/** Replaces the invitations. Throws `team.not_found`, `auth.forbidden`, `request.invalid`. */
export async function setMembers(
  deps: TeamDeps,
  principal: Principal,
  name: string,
  members: readonly string[] | string,
): Promise<Team> {
  const invited = readInvitations(members);
  return untilFirst(async () => {
    const { team, version } = await readVisibleTeam(deps, principal, name);
    requireAdmin(principal, deps.deployment);
    const written = await deps.store.writeMembers(team.org, teamKey(name), invited, version);
    return written ? { ...team, members: invited } : undefined;
  });
}

/** Forgets the binding and leaves a tombstone; the bucket is not touched. Throws `team.not_found`, `auth.forbidden`. */
export async function deleteTeam(deps: TeamDeps, principal: Principal, name: string): Promise<void> {
  await untilFirst(async () => {
    const { team, version } = await readVisibleTeam(deps, principal, name);
    requireAdmin(principal, deps.deployment);
    const { binding } = team;
    const tombstone = {
      state: "deleted" as const,
      name: team.name,
      place: placeOf(binding.bucket),
      root: binding.root,
      deletedAt: deps.now(),
    };
    return deps.store.writeTeam(team.org, teamKey(name), tombstone, version);
  });
}

/** There is no way to change a team's storage; says so to those who may see the team. */
export async function refuseStorageChange(
  deps: TeamDeps,
  principal: Principal,
  name: string,
): Promise<never> {
  const { team } = await readVisibleTeam(deps, principal, name);
  throw new AppError(
    "storage.immutable",
    `The storage of team ${team.name} was chosen when it was created and cannot be changed: what was written there ` +
      "would no longer be found. Create a new team for another bucket.",
  );
}

/** Reads, changes and writes again until no other writer came between. */
async function untilFirst<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 20; tries++) {
    const done = await attempt();
    if (done !== undefined) return done;
  }
  throw new AppError("service.busy", "The team is being changed by others. Try again.", {
    retryAfterSeconds: 1,
  });
}
