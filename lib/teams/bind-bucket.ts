import { randomUUID } from "node:crypto";
import { pathTaken } from "../buckets/checks/path-free.ts";
import { type Report, reportOf } from "../buckets/report.ts";
import { type ValidateDeps, validateBucket } from "../buckets/validate-bucket.ts";
import { wantedRoot } from "../buckets/wanted-root.ts";
import { sealContextOf } from "../credentials/key-source.ts";
import { sealable } from "../credentials/sealable.ts";
import type { Vault } from "../credentials/vault.ts";
import { AppError } from "../errors.ts";
import type { AddressResult } from "../storage/address/address-result.ts";
import type { Scope } from "../storage/room.ts";
import { type PlannedBinding, planBinding } from "./plan-binding.ts";
import type { RootConflict } from "./reserve-root.ts";
import { type Team, teamKey } from "./team.ts";
import { requireReturn, sameTeam, writeTeam } from "./write-team.ts";

export interface BindDeps extends ValidateDeps {
  vault: Vault;
  /** Bounds how many validations run at once in this process. */
  inTurn: <T>(run: () => Promise<T>) => Promise<T>;
}

/** A team, or the instance storage, that wants a bucket of its own. */
export interface BindRequest extends Omit<Team, "binding" | "createdAt"> {
  scope: Scope;
  address: AddressResult;
}

/** `created` is false when the same binding was there already. The report is of what was checked for this creation. */
export interface Bound {
  created: boolean;
  team: Team;
  report?: Report;
}

/**
 * Binds a bucket that was proved to work: validate, seal, claim the root, write. Until the last step there is nothing;
 * after it there is all of it. Throws `team.already_exists`, `team.deleted`, `bucket.not_usable`.
 */
export async function bindBucket(deps: BindDeps, request: BindRequest): Promise<Bound> {
  const { scope, address, ...owner } = request;
  const candidate = { org: owner.org, teamName: owner.name, scope, address };
  const planned = address.ok
    ? planBinding(deps, address, { ...candidate, root: wantedRoot(scope, address.bucket) })
    : undefined;

  return deps.inTurn(async () => {
    const known = planned && (await knownTeam(deps, owner, planned));
    if (known !== undefined) return { created: false, team: known };
    const report = await validateBucket(deps, candidate);
    if (!report.valid || !address.ok || planned === undefined) throw notUsable(report);

    const sealed =
      address.credentials &&
      (await deps.vault.seal(sealable(address.credentials), sealContextOf(owner.org, owner.name)));
    const { place: _, ...binding } = planned;
    const team: Team = { ...owner, binding: { id: randomUUID(), ...binding }, createdAt: deps.now() };
    const written = await writeTeam(deps.store, team, planned, sealed);
    if (written.outcome === "conflict") throw notUsable(withConflict(report, written.conflict));
    if (written.outcome === "existing") return { created: false, team: written.team };
    return { created: true, team, report };
  });
}

async function knownTeam(
  deps: BindDeps,
  { org, name }: { org: string; name: string },
  planned: PlannedBinding,
): Promise<Team | undefined> {
  const record = await deps.store.readTeam(org, teamKey(name));
  if (record?.state === "active") return sameTeam(record.team, planned);
  requireReturn(record, planned);
  return undefined;
}

/** The error of a bucket whose report is not valid. */
export function notUsable(report: Report): AppError {
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
