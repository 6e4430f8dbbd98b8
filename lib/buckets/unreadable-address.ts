import type { AddressFailure } from "./address/address-result.ts";
import { CHECKS } from "./checks/catalog.ts";
import { CHECK_NAMES, type CheckResult } from "./report.ts";

/** The checks of an address that no bucket could be read from: one failed, the others not tried. */
export function unreadableAddress(failure: AddressFailure): CheckResult[] {
  const cause = failure.unsupportedProvider === undefined ? "address-well-formed" : "provider-supported";
  const causeAt = CHECK_NAMES.indexOf(cause);
  return CHECK_NAMES.map((name, index): CheckResult => {
    const base = { name, severity: CHECKS[name].severity, durationMs: 0 };
    if (name === cause)
      return {
        ...base,
        status: "failed",
        message: failure.problem,
        ...(failure.fix === undefined ? {} : { fix: failure.fix }),
      };
    if (name === "address-well-formed" && index < causeAt)
      return { ...base, status: "passed", message: "The address is one of a known provider." };
    return { ...base, status: "skipped", message: `Not tried, because ${cause} did not pass.` };
  });
}
