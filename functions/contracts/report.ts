import * as z from "zod/mini";
import { CHECK_NAMES } from "../../lib/buckets/report.ts";

/** What validation found (spec §6). */
export const ReportShape = z.strictObject({
  valid: z.boolean(),
  checks: z.array(
    z.strictObject({
      name: z.enum(CHECK_NAMES),
      status: z.enum(["passed", "failed", "skipped", "inconclusive"]),
      severity: z.enum(["error", "warning"]),
      message: z.string(),
      fix: z.exactOptional(z.string()),
      durationMs: z.number(),
    }),
  ),
  findings: z.array(z.strictObject({ message: z.string(), severity: z.enum(["ERROR", "WARN"]) })),
});
