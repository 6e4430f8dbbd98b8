import { describe, expect, test } from "vitest";
import { grantLife } from "../../../lib/storage/s3/grant-life.ts";

const NOW = new Date("2026-11-24T08:00:00.900Z");
const START = Date.parse("2026-11-24T08:00:00Z");
const atOffset = (milliseconds: number) => new Date(START + milliseconds);

describe("a grant's life", () => {
  test("is what was asked, from the last whole second", () => {
    expect(grantLife(3600, undefined, NOW)).toEqual({
      signedAt: atOffset(0),
      expiresInSeconds: 3600,
      expiresAt: atOffset(3_600_000),
    });
  });

  test("is at most seven days", () => {
    expect(grantLife(700_000, undefined, NOW).expiresInSeconds).toBe(604_800);
  });

  test("ends no later than the credentials, in whole seconds", () => {
    const life = grantLife(86_400, atOffset(600_999), NOW);
    expect(life.expiresInSeconds).toBe(600);
    expect(life.expiresAt).toEqual(atOffset(600_000));
  });

  test("is not stretched by credentials that live longer", () => {
    expect(grantLife(60, atOffset(600_000), NOW).expiresInSeconds).toBe(60);
  });

  test.each([-1_000, 0, 500, 999])("cannot begin with credentials that end at +%i ms", (milliseconds) => {
    expect(() => grantLife(60, atOffset(milliseconds), NOW)).toThrow(
      expect.objectContaining({ code: "credentials.unavailable" }),
    );
  });

  test("cannot begin after the credentials' end within the same second", () => {
    expect(() => grantLife(60, NOW, NOW)).toThrow(
      expect.objectContaining({ code: "credentials.unavailable" }),
    );
  });
});
