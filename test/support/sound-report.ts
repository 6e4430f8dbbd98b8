import { expect } from "vitest";
import { CHECK_NAMES, type Report } from "../../lib/buckets/report.ts";
import { RAW_TEXT } from "./store-faults.ts";

/** What a report was made with, and must not tell. */
interface Told {
  store: { seen: readonly { url: string }[] };
  secrets: readonly string[];
}

/** The signature in a URL, by each provider's name of it. */
const SIGNATURE = /[?&](?:X-Amz-Signature|X-Goog-Signature|sig)=([^&]+)/;

/** What holds for every report, whatever the store did. */
export function expectSound(report: Report, { store, secrets }: Told): void {
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
  const signatures = store.seen.flatMap(({ url }) => {
    const [, signature] = SIGNATURE.exec(url) ?? [];
    return signature === undefined ? [] : [signature, decodeURIComponent(signature)];
  });
  const names = ["X-Amz-Signature", "X-Goog-Signature", "sig="];
  for (const hidden of [...secrets, ...signatures, ...names, RAW_TEXT]) expect(text).not.toContain(hidden);
}
