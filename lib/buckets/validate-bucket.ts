import type { AddressResult } from "../storage/address/address-result.ts";
import type { Scope } from "../storage/room.ts";
import { CHECKS } from "./checks/catalog.ts";
import { chooseKeys } from "./choose-keys.ts";
import { openSubject, type SubjectDeps } from "./open-subject.ts";
import { type CheckName, type Report, reportOf } from "./report.ts";
import { runChecks } from "./run-checks.ts";
import { unreadableAddress } from "./unreadable-address.ts";
import { wantedRoot } from "./wanted-root.ts";

export interface ValidateDeps extends SubjectDeps {
  /** Told of checks that broke off for a reason of ours. */
  onFault: (check: CheckName, error: unknown) => void;
}

export interface Candidate {
  /** The organisation that wants the bucket. */
  org: string;
  /** The team that wants it; empty while it has no name. */
  teamName: string;
  /** What the bucket is wanted for; a team when absent. */
  scope?: Scope;
  address: AddressResult;
}

/** Proves that a bucket does what its users will do with it, by spending real grants (spec §6). A store never makes it throw. */
export async function validateBucket(deps: ValidateDeps, candidate: Candidate): Promise<Report> {
  const { address, org, teamName, scope = "team" } = candidate;
  if (!address.ok) return reportOf(unreadableAddress(address));
  const wanted = { org, teamName, root: wantedRoot(scope, address.bucket) };
  const keys = chooseKeys(deps, address, wanted);
  const { subject, end } = openSubject(deps, { ...wanted, scope, address, keys });
  try {
    return reportOf(await runChecks(CHECKS, subject, deps.onFault));
  } finally {
    await end().catch((error: unknown) => deps.onFault("probe-removed", error));
  }
}
