import type { AddressFailure } from "../storage/address/address-result.ts";
import { CHECKS } from "./checks/catalog.ts";
import { CHECK_NAMES, type CheckResult } from "./report.ts";

const CAUSE = "address-well-formed";

/** The checks of an address that no bucket could be read from: one failed, the others not tried. */
export function unreadableAddress({ problem, fix }: AddressFailure): CheckResult[] {
  return CHECK_NAMES.map((name): CheckResult => {
    const base = { name, severity: CHECKS[name].severity, durationMs: 0 };
    if (name !== CAUSE)
      return { ...base, status: "skipped", message: `Not tried, because ${CAUSE} did not pass.` };
    return {
      ...base,
      status: "failed",
      message: problem,
      fix: fix ?? "Correct that in the address, or in its field.",
    };
  });
}
