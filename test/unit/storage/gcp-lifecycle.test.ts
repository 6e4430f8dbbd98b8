import { expect, test } from "vitest";
import { expiresObjects } from "../../../lib/storage/gcp/lifecycle.ts";

const deletion = (condition: Parameters<typeof expiresObjects>[0][number]["condition"]) => ({
  action: { type: "Delete" as const },
  condition,
});

test.each([
  ["an age", deletion({ age: 30 }), true],
  ["an age, of live objects", deletion({ age: 30, isLive: true }), true],
  ["an age, of a class", deletion({ age: 30, matchesStorageClass: ["NEARLINE"] }), true],
  ["a date", deletion({ createdBefore: "2030-01-01" }), true],
  ["an age, under the root", deletion({ age: 1, matchesPrefix: ["other/", "team/runs/"] }), true],
  ["an age, around the root", deletion({ age: 1, matchesPrefix: ["te"] }), true],
  ["an age, elsewhere", deletion({ age: 1, matchesPrefix: ["other/", "team2/"] }), false],
  ["an age, of older generations", deletion({ age: 30, isLive: false }), false],
  ["a count of newer generations", deletion({ numNewerVersions: 3 }), false],
  ["days since an object became noncurrent", deletion({ daysSinceNoncurrentTime: 7 }), false],
  ["a date before which it became noncurrent", deletion({ noncurrentTimeBefore: "2026-01-01" }), false],
  ["a change of class", { action: { type: "SetStorageClass" as const }, condition: { age: 1 } }, false],
  [
    "stale uploads",
    { action: { type: "AbortIncompleteMultipartUpload" as const }, condition: { age: 1 } },
    false,
  ],
])("a rule by %s", (_what, rule, expires) => {
  expect(expiresObjects([rule], "team/")).toBe(expires);
});

test("no rule deletes nothing, and a prefix is always inside the whole bucket", () => {
  expect(expiresObjects([], "")).toBe(false);
  expect(expiresObjects([deletion({ age: 1, matchesPrefix: ["logs/"] })], "")).toBe(true);
});
