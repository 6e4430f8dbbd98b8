import { type Check, notTried, type Outcome } from "./checks/check.ts";
import { CHECK_NAMES, type CheckName, type CheckResult } from "./report.ts";
import type { Subject } from "./subject.ts";

interface Ended {
  result: CheckResult;
  /** True for a check that was not tried because of another. */
  unmet: boolean;
  /** True when nothing speaks against going on: it passed, does not apply here, or is only a warning. */
  holds: boolean;
}

/**
 * Runs every check once, as soon as what it needs has ended, side by side where nothing is between them.
 * The results come in the order of the list. A check that throws is inconclusive; `onFault` gets what it threw.
 */
export async function runChecks(
  checks: Readonly<Record<CheckName, Check>>,
  subject: Subject,
  onFault: (check: CheckName, error: unknown) => void,
): Promise<CheckResult[]> {
  const running = new Map<CheckName, Promise<Ended>>();

  const ended = (name: CheckName): Promise<Ended> => {
    const known = running.get(name);
    if (known !== undefined) return known;
    const started = run(name);
    running.set(name, started);
    return started;
  };

  const run = async (name: CheckName): Promise<Ended> => {
    const check = checks[name];
    const needed = await Promise.all(check.needs.map(ended));
    await Promise.all((check.after ?? []).map(ended));
    const missing = needed.find(({ holds }) => !holds)?.result.name;
    const startedAt = performance.now();
    const { unmet, ...outcome }: Outcome =
      missing === undefined
        ? await outcomeOf(check, subject, (error) => onFault(name, error))
        : notTried(missing);
    const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
    const result = { name, severity: check.severity, ...outcome, durationMs };
    return { result, unmet: unmet === true, holds: unmet === undefined && holdsUp(result) };
  };

  return accounted(await Promise.all(CHECK_NAMES.map(ended)));
}

/** A check of severity error that was not tried needs another that says why: without one, nothing was proved. */
function accounted(all: readonly Ended[]): CheckResult[] {
  const explained = all.some(
    ({ result: { status, severity } }) =>
      severity === "error" && (status === "failed" || status === "inconclusive"),
  );
  const orphan = explained
    ? undefined
    : all.find(({ result, unmet }) => unmet && result.severity === "error");
  return all.map((ended) =>
    ended === orphan
      ? {
          ...ended.result,
          status: "inconclusive",
          fix: "Try again; if it stays, tell the operator of this service.",
        }
      : ended.result,
  );
}

function holdsUp({ status, severity }: CheckResult): boolean {
  return status === "passed" || status === "skipped" || severity === "warning";
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
