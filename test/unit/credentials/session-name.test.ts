import fc from "fast-check";
import { expect, test } from "vitest";
import { sessionName } from "../../../lib/credentials/session-name.ts";

test("a session's name starts with the names of organisation and team", () => {
  expect(sessionName("acme", "omega")).toMatch(/^acme\.omega-[0-9a-f]{32}$/);
});

test("a session's name is one that STS takes, whatever the organisation is called", () => {
  const names = fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(names, fc.option(names, { nil: undefined }), (org, team) => {
      expect(sessionName(org, team)).toMatch(/^[\w+=,.@-]{2,64}$/);
    }),
  );
});

test("no two teams share a session's name", () => {
  const names = [
    sessionName("a", "b.c"),
    sessionName("a.b", "c"),
    sessionName("a.b.c", undefined),
    sessionName("a", undefined),
    sessionName("a", ""),
    sessionName("ä", "b"),
    sessionName("ö", "b"),
    sessionName("o".repeat(64), "a"),
    sessionName("o".repeat(64), "b"),
  ];
  expect(new Set(names).size).toBe(names.length);
});
