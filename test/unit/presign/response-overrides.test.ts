import { describe, expect, test } from "vitest";
import { overrideProblem } from "../../../lib/presign/response-overrides.ts";

const GOOD = [
  "text/plain",
  'attachment; filename="model v1.pt"',
  "attachment; filename*=UTF-8''mod%C3%A8le.pt",
  "a&b=c#d?e+f%20g",
  "x".repeat(1_024),
];
const BAD = [
  "",
  "a\r\nSet-Cookie: x=1",
  "a\nb",
  "a\u0000",
  "a\u007f",
  "a\u0085b",
  "modèle.pt",
  "😀",
  "x".repeat(1_025),
];

describe.each(["responseContentType", "responseContentDisposition"])("%s", (field) => {
  test.each(GOOD)("can be %j for downloads", (value) => {
    for (const method of ["GET", "HEAD"] as const)
      expect(overrideProblem(method, { [field]: value })).toBeUndefined();
  });

  test.each(BAD)("cannot be %j", (value) => {
    for (const method of ["GET", "HEAD"] as const)
      expect(overrideProblem(method, { [field]: value })).toMatch(
        new RegExp(`^${field} has 1 to 1,024 visible ASCII characters`),
      );
  });

  test.each(["PUT", "DELETE"] as const)("is for downloads, not for %s", (method) => {
    for (const value of [...GOOD, ...BAD])
      expect(overrideProblem(method, { [field]: value })).toBe(
        "Only downloads (GET, HEAD) have responseContent fields.",
      );
  });
});

test("one good override does not hide a bad one", () => {
  const overrides = { responseContentType: "text/plain", responseContentDisposition: "a\nb" };
  expect(overrideProblem("GET", overrides)).toMatch(/^responseContentDisposition/);
});

test("without overrides nothing is refused", () => {
  for (const method of ["GET", "HEAD", "PUT", "DELETE"] as const)
    expect(overrideProblem(method, {})).toBeUndefined();
});
