import { expect, test } from "vitest";
import { type CheckResult, type CheckStatus, reportOf, type Severity } from "../../../lib/buckets/report.ts";
import { unreadableAddress } from "../../../lib/buckets/unreadable-address.ts";

const result = (status: CheckStatus, severity: Severity): CheckResult => ({
  name: "not-public",
  status,
  severity,
  message: `${status} ${severity}`,
  durationMs: 1,
});

test.each([
  ["passed", "error", true, []],
  ["skipped", "error", true, []],
  ["failed", "warning", true, [{ message: "failed warning", severity: "WARN" }]],
  ["inconclusive", "warning", true, [{ message: "inconclusive warning", severity: "WARN" }]],
  ["failed", "error", false, [{ message: "failed error", severity: "ERROR" }]],
  ["inconclusive", "error", false, [{ message: "inconclusive error", severity: "ERROR" }]],
] as const)("%s of severity %s: valid is %s", (status, severity, valid, findings) => {
  const checks = [result("passed", "error"), result(status, severity)];
  expect(reportOf(checks)).toEqual({ valid, checks, findings });
});

test("findings keep the order of the checks", () => {
  const { findings } = reportOf([result("failed", "warning"), result("inconclusive", "error")]);
  expect(findings.map(({ severity }) => severity)).toEqual(["WARN", "ERROR"]);
});

test("an address that cannot be read is an invalid report with one finding", () => {
  const report = reportOf(unreadableAddress({ ok: false, problem: "Wrong.", fix: "Right it." }));
  expect(report.valid).toBe(false);
  expect(report.findings).toEqual([{ message: "Wrong.", severity: "ERROR" }]);
  expect(report.checks[0]).toMatchObject({ name: "address-well-formed", status: "failed", fix: "Right it." });
});
