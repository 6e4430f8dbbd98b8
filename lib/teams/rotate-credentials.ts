import { failed, inconclusive, type Outcome } from "../buckets/checks/check.ts";
import { type Report, reportOf } from "../buckets/report.ts";
import { validateBucket } from "../buckets/validate-bucket.ts";
import { sealContextOf } from "../credentials/key-source.ts";
import { sealable } from "../credentials/sealable.ts";
import { AppError } from "../errors.ts";
import type { Principal } from "../principal.ts";
import type { AddressResult } from "../storage/address/address-result.ts";
import { rootOf } from "../storage/bucket.ts";
import { placeOf } from "../storage/place-of.ts";
import { notUsable } from "./bind-bucket.ts";
import { type PlannedBinding, planBinding } from "./plan-binding.ts";
import { type Continuity, type RotateDeps, readsWhatOldKeysWrite } from "./reads-what-old-keys-write.ts";
import { type Team, teamKey } from "./team.ts";
import { readVisibleTeam, requireAdmin } from "./team-access.ts";

/**
 * Gives a team other credentials for the bucket that it has. They are validated in full, and must read what the old
 * ones write, as long as the old ones still work. Throws `team.not_found`, `auth.forbidden`, `storage.immutable`,
 * `bucket.not_usable`, `service.busy`.
 */
export async function rotateCredentials(
  deps: RotateDeps,
  principal: Principal,
  name: string,
  address: AddressResult,
): Promise<{ team: Team; report: Report }> {
  const { team, version } = await readVisibleTeam(deps, principal, name);
  requireAdmin(principal, deps.deployment);
  const { org, binding } = team;
  const owner = { org, teamName: team.name };
  const planned = address.ok
    ? planBinding(deps, address, { ...owner, root: rootOf(address.bucket) })
    : undefined;
  if (planned !== undefined) requireSamePlace(team, planned);

  return deps.inTurn(async () => {
    const report = await validateBucket(deps, { ...owner, address });
    if (!report.valid || !address.ok || planned === undefined) throw notUsable(report);
    const continuity = await readsWhatOldKeysWrite(deps, team, address);
    if (continuity !== "reads") throw notUsable(withDownload(report, BREAKS[continuity]));

    const { credentials } = address;
    const sealed =
      credentials && (await deps.vault.seal(sealable(credentials), sealContextOf(org, team.name)));
    const { place: _, ...next } = planned;
    const rotated: Team = { ...team, binding: { ...next, id: binding.id } };
    const written = await deps.store.writeTeam(
      org,
      teamKey(name),
      { state: "active", team: rotated, ...(sealed === undefined ? {} : { sealedCredentials: sealed }) },
      version,
    );
    if (written !== undefined) return { team: rotated, report };
    throw new AppError("service.busy", "The team was changed by somebody else meanwhile. Try again.", {
      retryAfterSeconds: 1,
    });
  });
}

function requireSamePlace({ name, storageType, binding }: Team, planned: PlannedBinding): void {
  if (storageType === "Internal")
    throw new AppError(
      "storage.immutable",
      `Team ${name} lies on instance storage and has no credentials of its own.`,
    );
  const { bucket, root } = binding;
  const same =
    placeOf(bucket) === planned.place && root === planned.root && bucket.kmsKeyId === planned.bucket.kmsKeyId;
  if (same) return;
  throw new AppError(
    "storage.immutable",
    `Only the credentials of team ${name} can be changed: bucket, path and KMS key must be the ones it has.`,
  );
}

const BREAKS: Record<Exclude<Continuity, "reads">, Outcome> = {
  blind: failed(
    "The new credentials cannot read an object that the old ones wrote.",
    "Let the new credentials read every object under the path, or use credentials of the same owner.",
  ),
  unknown: inconclusive(
    "It cannot be told whether the new credentials read what the old ones wrote.",
    "Try again when the store is well.",
  ),
};

function withDownload(report: Report, outcome: Outcome): Report {
  return reportOf(
    report.checks.map((check) => (check.name === "download-matches" ? { ...check, ...outcome } : check)),
  );
}
