import type { AddressResult } from "./address/address-result.ts";
import { CHECKS } from "./checks/catalog.ts";
import { chooseKeys } from "./choose-keys.ts";
import { openSubject, type SubjectDeps } from "./open-subject.ts";
import { type CheckName, type Report, reportOf } from "./report.ts";
import { runChecks } from "./run-checks.ts";
import { unreadableAddress } from "./unreadable-address.ts";

export interface ValidateDeps extends SubjectDeps {
  /** Told of checks that broke off for a reason of ours. */
  onFault: (check: CheckName, error: unknown) => void;
}

export interface Candidate {
  /** The organisation that wants the bucket. */
  org: string;
  /** The team that wants it; empty while it has no name. */
  teamName: string;
  address: AddressResult;
}

/** Proves that a bucket does what its users will do with it, by spending real grants (spec §6). A store never makes it throw. */
export async function validateBucket(deps: ValidateDeps, candidate: Candidate): Promise<Report> {
  const { address, org, teamName } = candidate;
  if (!address.ok) return reportOf(unreadableAddress(address));
  const keys = chooseKeys(deps, address, { org, teamName });
  const { subject, end } = openSubject(deps, { org, teamName, address, keys });
  try {
    return reportOf(await runChecks(CHECKS, subject, deps.onFault));
  } finally {
    await end();
  }
}
