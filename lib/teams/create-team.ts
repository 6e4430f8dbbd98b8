import { randomUUID } from "node:crypto";
import type { AddressResult } from "../buckets/address/address-result.ts";
import { pathTaken } from "../buckets/checks/path-free.ts";
import { type Report, reportOf } from "../buckets/report.ts";
import { type ValidateDeps, validateBucket } from "../buckets/validate-bucket.ts";
import { sealable, sealContextOf } from "../credentials/key-source.ts";
import type { Vault } from "../credentials/vault.ts";
import { AppError } from "../errors.ts";
import type { Principal } from "../principal.ts";
import { readInvitations } from "./invitations.ts";
import { type PlannedBinding, planBinding } from "./plan-binding.ts";
import type { RootConflict } from "./reserve-root.ts";
import { isTeamName, type Team, teamKey } from "./team.ts";
import { requireAdmin } from "./team-access.ts";
import { requireReturn, sameTeam, writeTeam } from "./write-team.ts";

export interface CreateTeamRequest {
  teamName: string;
  /** What `storageBucket` reads as. */
  address: AddressResult;
  members?: readonly string[] | string;
}

export interface CreateTeamDeps extends ValidateDeps {
  vault: Vault;
  /** Bounds how many validations run at once in this process. */
  inTurn: <T>(run: () => Promise<T>) => Promise<T>;
}

/** `created` is false when the same team was there already; then nothing was checked again. */
export type CreatedTeam = { created: true; team: Team; report: Report } | { created: false; team: Team };

/**
 * Creates an External team on a bucket that was proved to work: check the request, validate, seal, claim the root,
 * write. Until the last step there is no team; after it there is all of it.
 * Throws `auth.forbidden`, `team.name_invalid`, `request.invalid` (members), `team.already_exists`, `team.deleted`,
 * `bucket.not_usable`.
 */
export async function createTeam(
  deps: CreateTeamDeps,
  principal: Principal,
  request: CreateTeamRequest,
): Promise<CreatedTeam> {
  requireAdmin(principal, deps.deployment);
  const { teamName, address } = request;
  if (!isTeamName(teamName))
    throw new AppError("team.name_invalid", "teamName has 1 to 48 letters, digits, hyphens and underscores.");
  const members = readInvitations(request.members);
  const owner = { org: principal.org, teamName };
  const planned = address.ok ? planBinding(deps, address, owner) : undefined;

  return deps.inTurn(async () => {
    const known = planned && (await knownTeam(deps, owner, planned));
    if (known !== undefined) return { created: false, team: known };
    const report = await validateBucket(deps, { ...owner, address });
    if (!report.valid || !address.ok || planned === undefined) throw notUsable(report);

    const sealed =
      address.credentials &&
      (await deps.vault.seal(sealable(address.credentials), sealContextOf(owner.org, teamName)));
    const { place: _, ...binding } = planned;
    const team: Team = {
      org: owner.org,
      name: teamName,
      storageType: "External",
      binding: { id: randomUUID(), ...binding },
      members,
      createdBy: principal.sub,
      createdAt: deps.now(),
    };
    const written = await writeTeam(deps.store, team, planned, sealed);
    if (written.outcome === "conflict") throw notUsable(withConflict(report, written.conflict));
    if (written.outcome === "existing") return { created: false, team: written.team };
    return { created: true, team, report };
  });
}

async function knownTeam(
  deps: CreateTeamDeps,
  owner: { org: string; teamName: string },
  planned: PlannedBinding,
): Promise<Team | undefined> {
  const record = await deps.store.readTeam(owner.org, teamKey(owner.teamName));
  if (record?.state === "active") return sameTeam(record.team, planned);
  requireReturn(record, planned);
  return undefined;
}

function notUsable(report: Report): AppError {
  const reasons = report.findings
    .filter(({ severity }) => severity === "ERROR")
    .map(({ message }) => message);
  return new AppError("bucket.not_usable", reasons.join(" "), { extra: { report } });
}

/** The report of a creation that lost its path to another one while it was validating. */
function withConflict(report: Report, conflict: RootConflict): Report {
  return reportOf(
    report.checks.map((check) => (check.name === "path-free" ? { ...check, ...pathTaken(conflict) } : check)),
  );
}
