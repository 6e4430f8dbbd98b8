import type { Deployment } from "../deployment.ts";
import { AppError } from "../errors.ts";
import type { Principal } from "../principal.ts";
import type { GrantMethod } from "../storage/signer.ts";
import { isTeamName, type Team } from "../teams/team.ts";
import { isMember, mayRead, maySee, teamNotFound } from "../teams/team-access.ts";
import type { Bindings, OpenBinding } from "./bindings.ts";

export interface PermissionDeps {
  deployment: Deployment;
  bindings: Bindings;
}

/**
 * The binding of a team for whoever may do this with its objects. Throws `team.not_found` for those who may not see
 * the team, and `auth.forbidden` for those who may.
 */
export async function permittedBinding(
  { deployment, bindings }: PermissionDeps,
  principal: Principal,
  teamName: string,
  method: GrantMethod,
): Promise<OpenBinding> {
  const found = isTeamName(teamName) ? await bindings.find(principal.org, teamName) : undefined;
  if (found === undefined || !maySee(principal, found.team, deployment)) throw teamNotFound();
  requirePermission(principal, found.team, method, deployment);
  return found;
}

/** Called for those who may see the team. */
function requirePermission(
  principal: Principal,
  team: Team,
  method: GrantMethod,
  deployment: Deployment,
): void {
  if (method === "DELETE") {
    if (principal.roles.has("gc")) return;
    throw new AppError(
      "auth.forbidden",
      "Only the garbage collector of the organisation may delete objects.",
    );
  }
  if (method === "PUT" ? isMember(principal, team) : mayRead(principal, team, deployment)) return;
  throw new AppError("auth.forbidden", `Only members of the team may do this (${method}).`);
}
