import { expect, test } from "vitest";
import { CHECKS } from "../../../lib/buckets/checks/catalog.ts";
import { CHECK_NAMES, type CheckName } from "../../../lib/buckets/report.ts";

/** Everything that has ended before a check runs. */
function before(name: CheckName, seen: readonly CheckName[] = []): Set<CheckName> {
  if (seen.includes(name)) throw new Error(`${name} waits for itself: ${seen.join(" → ")}`);
  const { needs, after = [] } = CHECKS[name];
  return new Set([...needs, ...after].flatMap((other) => [other, ...before(other, [...seen, name])]));
}

/** Everything that must have passed, directly or not. */
function needed(name: CheckName): CheckName[] {
  return CHECKS[name].needs.flatMap((other) => [other, ...needed(other)]);
}

test.each(CHECK_NAMES)("%s does not wait for itself", (name) => {
  expect(before(name).has(name)).toBe(false);
});

test("what a check needs is of severity error, so that nothing is skipped in a report that is valid", () => {
  for (const name of CHECK_NAMES)
    for (const need of CHECKS[name].needs) expect(`${need} ${CHECKS[need].severity}`).toBe(`${need} error`);
});

test("nothing that signs runs before the path is free and the endpoint allowed", () => {
  const signing = CHECK_NAMES.slice(CHECK_NAMES.indexOf("tenant-pinned"));
  for (const name of signing)
    expect(needed(name), name).toEqual(
      expect.arrayContaining(["path-free", "endpoint-reachable", "endpoint-allowed", "store-registered"]),
    );
});

test("nothing but the proof of whose a bucket is runs before it", () => {
  for (const name of CHECK_NAMES.slice(CHECK_NAMES.indexOf("credentials-accepted")))
    expect(needed(name), name).toContain("ownership-proved");
});

test("objects are deleted after everything that writes or reads them, and looked for after that", () => {
  for (const name of [
    "upload-accepted",
    "download-matches",
    "head-accepted",
    "unsigned-headers-refused",
    "multipart-accepted",
    "browser-allowed",
    "browser-complete",
    "not-public",
    "encryption-as-declared",
    "history-retained",
  ] as const)
    expect(before("delete-accepted")).toContain(name);
  expect(before("probe-removed")).toContain("delete-accepted");
});
