import type { Check, Outcome } from "./checks/check.ts";
import { CHECK_NAMES, type CheckName, type CheckResult } from "./report.ts";
import type { Subject } from "./subject.ts";

/**
 * Runs every check once, as soon as what it needs has ended, side by side where nothing is between them.
 * The results come in the order of the list. A check that throws is inconclusive; `onFault` gets what it threw.
 */
export async function runChecks(
  checks: Readonly<Record<CheckName, Check>>,
  subject: Subject,
  onFault: (check: CheckName, error: unknown) => void,
): Promise<CheckResult[]> {
  const running = new Map<CheckName, Promise<CheckResult>>();

  const result = (name: CheckName): Promise<CheckResult> => {
    const known = running.get(name);
    if (known !== undefined) return known;
    const started = resultOf(name);
    running.set(name, started);
    return started;
  };

  const resultOf = async (name: CheckName): Promise<CheckResult> => {
    const check = checks[name];
    const needed = await Promise.all(check.needs.map(result));
    await Promise.all((check.after ?? []).map(result));
    const missing = needed.find((need) => need.status !== "passed");
    const startedAt = performance.now();
    const outcome: Outcome =
      missing === undefined
        ? await outcomeOf(check, subject, (error) => onFault(name, error))
        : { status: "skipped", message: `Not tried, because ${missing.name} did not pass.` };
    const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
    return { name, severity: check.severity, ...outcome, durationMs };
  };

  return Promise.all(CHECK_NAMES.map(result));
}

async function outcomeOf(
  check: Check,
  subject: Subject,
  onFault: (error: unknown) => void,
): Promise<Outcome> {
  try {
    return await check.run(subject);
  } catch (error) {
    onFault(error);
    return {
      status: "inconclusive",
      message: "This check broke off for a reason on our side.",
      fix: "Try again; if it stays, tell the operator of this service the request id.",
    };
  }
}
