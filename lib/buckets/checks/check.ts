import type { CheckName, CheckStatus, Severity } from "../report.ts";
import type { Subject } from "../subject.ts";

export interface Outcome {
  status: CheckStatus;
  message: string;
  fix?: string;
  /** Overrides the check's own severity. */
  severity?: Severity;
  /** True when the check was skipped because something that it needs did not pass. */
  unmet?: true;
}

export interface Check {
  severity: Severity;
  /** Checks that must have passed; otherwise this one is skipped, with the first of them as the reason. */
  needs: readonly CheckName[];
  /** Checks that must have ended, however they did. */
  after?: readonly CheckName[];
  run(subject: Subject): Promise<Outcome> | Outcome;
}

export function passed(message: string): Outcome {
  return { status: "passed", message };
}

export function failed(message: string, fix: string): Outcome {
  return { status: "failed", message, fix };
}

export function skipped(message: string): Outcome {
  return { status: "skipped", message };
}

/** For a check that stands or falls with another, which says what is wrong. */
export function notTried(because: CheckName): Outcome {
  return { status: "skipped", message: `Not tried, because ${because} did not pass.`, unmet: true };
}

/** For a missing permission, a timeout or an unreadable answer: never a pass. */
export function inconclusive(message: string, fix: string): Outcome {
  return { status: "inconclusive", message, fix };
}
