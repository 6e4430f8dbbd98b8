import { describe, expect, test } from "vitest";
import { lifeSeconds, refreshTime } from "../../../lib/presign/expiry.ts";

describe("the life of a grant", () => {
  test.each([
    ["GET", 3_600],
    ["HEAD", 3_600],
    ["PUT", 86_400],
    ["DELETE", 3_600],
  ] as const)("of %s is %d seconds when nothing is asked", (method, seconds) => {
    expect(lifeSeconds(method, undefined)).toBe(seconds);
  });

  test.each([1, 2, 899, 3_600, 604_799, 604_800])("is what is asked: %d seconds", (seconds) => {
    for (const method of ["GET", "HEAD", "PUT", "DELETE"] as const)
      expect(lifeSeconds(method, seconds)).toBe(seconds);
  });

  test.each([0, -0, -1, 604_801, 1.5, 0.999, Number.NaN, Number.POSITIVE_INFINITY, 1e308])(
    "is never %d seconds",
    (seconds) => {
      expect(() => lifeSeconds("GET", seconds)).toThrow(
        expect.objectContaining({
          code: "presign.expires_in_invalid",
          detail: "expiresIn is a whole number of seconds from 1 to 604800.",
        }),
      );
    },
  );
});

test.each([
  [3_600, "2026-11-24T12:40:00.000Z"],
  [86_400, "2026-11-25T04:00:00.000Z"],
  [1, "2026-11-24T12:00:00.666Z"],
])("a grant of %d seconds is to be renewed after two thirds of them", (seconds, expected) => {
  const now = new Date("2026-11-24T12:00:00Z");
  expect(refreshTime(now, new Date(now.getTime() + seconds * 1_000)).toISOString()).toBe(expected);
});
