import type { Deployment } from "../deployment.ts";
import { AppError } from "../errors.ts";
import type { Principal } from "../principal.ts";
import { isTeamName, type Team, teamKey } from "./team.ts";
import type { ActiveRecord, TeamStore } from "./team-store.ts";

/** In the team by the token, its creator, or invited by a verified e-mail address. */
export function isMember(principal: Principal, team: Team): boolean {
  return (
    principal.teams.has(teamKey(team.name)) ||
    principal.sub === team.createdBy ||
    (principal.email !== undefined && team.members.includes(principal.email))
  );
}

/** In dedicated and self-managed the whole organisation reads what lies on instance storage. */
export function mayRead(principal: Principal, team: Team, deployment: Deployment): boolean {
  const openToAll = team.storageType === "Internal" && deployment.type !== "multi-tenant";
  return openToAll || isMember(principal, team);
}

/** Who may know that the team exists: those who may read, its organisation's admins and its garbage collector. */
export function maySee(principal: Principal, team: Team, deployment: Deployment): boolean {
  return principal.roles.has("admin") || principal.roles.has("gc") || mayRead(principal, team, deployment);
}

/** Refuses everyone but an admin of the organisation, and in a one-organisation deployment any other organisation. */
export function requireAdmin(principal: Principal, deployment: Deployment): void {
  requireServed(principal, deployment);
  if (!principal.roles.has("admin"))
    throw new AppError("auth.forbidden", "Only an admin of the organisation may do this.");
}

/** Throws `auth.wrong_organisation` when the deployment serves one organisation and the token is of another. */
export function requireServed(principal: Principal, deployment: Deployment): void {
  if (deployment.type !== "multi-tenant" && principal.org !== deployment.org)
    throw new AppError(
      "auth.wrong_organisation",
      "The token is of another organisation than the one that this deployment serves.",
    );
}

/** The one answer for a team that is not there, is deleted, is another organisation's, or may not be seen. */
export function teamNotFound(): AppError {
  return new AppError("team.not_found", "There is no team of this name that you may see.");
}

/** Reads a team that the principal may see; anything else is `team.not_found`, another organisation's token too. */
export async function readVisibleTeam(
  deps: { store: TeamStore; deployment: Deployment },
  principal: Principal,
  name: string,
): Promise<ActiveRecord> {
  const record = isTeamName(name) ? await deps.store.readTeam(principal.org, teamKey(name)) : undefined;
  if (record?.state !== "active" || !maySee(principal, record.team, deps.deployment)) throw teamNotFound();
  return record;
}
