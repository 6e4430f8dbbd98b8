import { expect } from "vitest";
import { CHECK_NAMES, type Report } from "../../lib/buckets/report.ts";
import { RAW_TEXT } from "./store-faults.ts";
import type { Bench } from "./validation-bench.ts";

/** What holds for every report, whatever the store did. */
export function expectSound(report: Report, bench: Bench): void {
  const { checks, findings, valid } = report;
  expect(checks.map(({ name }) => name)).toEqual([...CHECK_NAMES]);
  const bad = checks.filter(({ status }) => status === "failed" || status === "inconclusive");
  expect(findings).toEqual(
    bad.map(({ message, severity }) => ({ message, severity: severity === "error" ? "ERROR" : "WARN" })),
  );
  expect(valid).toBe(!bad.some(({ severity }) => severity === "error"));
  for (const { message, fix, status } of checks) {
    expect(message).toMatch(/^[A-Z].*\.$/s);
    expect(fix === undefined).toBe(status === "passed" || status === "skipped");
  }
  const text = JSON.stringify(report);
  const signatures = bench.store.seen.flatMap(
    ({ url }) => /X-Amz-Signature=([0-9a-f]{64})/.exec(url)?.[1] ?? [],
  );
  for (const hidden of [...bench.secrets, ...signatures, "X-Amz-Signature", RAW_TEXT])
    expect(text).not.toContain(hidden);
}
