/** THE list of checks, in the order of every report. A name is a positive claim about the bucket. */
export const CHECK_NAMES = [
  "address-well-formed",
  "bucket-name-valid",
  "provider-supported",
  "store-registered",
  "endpoint-allowed",
  "path-free",
  "endpoint-reachable",
  "tenant-pinned",
  "ownership-proved",
  "credentials-accepted",
  "bucket-exists",
  "region-matches",
  "upload-accepted",
  "download-matches",
  "head-accepted",
  "list-allowed",
  "multipart-accepted",
  "delete-accepted",
  "unsigned-headers-refused",
  "browser-allowed",
  "browser-complete",
  "cors-policy-complete",
  "not-public",
  "encryption-as-declared",
  "versioning-enabled",
  "history-retained",
  "clock-in-sync",
  "probe-removed",
] as const;

export type CheckName = (typeof CHECK_NAMES)[number];

export type CheckStatus = "passed" | "failed" | "skipped" | "inconclusive";
export type Severity = "error" | "warning";

export interface CheckResult {
  name: CheckName;
  status: CheckStatus;
  severity: Severity;
  /** What was found, in the admin's words. */
  message: string;
  /** What to do about it. */
  fix?: string;
  durationMs: number;
}

/** W&B's own shape for problems with a bucket; an empty list means that the bucket is fine. */
export interface Finding {
  message: string;
  severity: "ERROR" | "WARN";
}

export interface Report {
  valid: boolean;
  checks: CheckResult[];
  findings: Finding[];
}

/** A bucket is valid unless a check of severity error failed or could not tell. */
export function reportOf(checks: CheckResult[]): Report {
  const bad = checks.filter((check) => check.status === "failed" || check.status === "inconclusive");
  return {
    valid: !bad.some((check) => check.severity === "error"),
    checks,
    findings: bad.map((check) => ({
      message: check.message,
      severity: check.severity === "error" ? "ERROR" : "WARN",
    })),
  };
}
