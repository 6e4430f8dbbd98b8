import { describe, expect, test, vi } from "vitest";
import { everyOrder } from "../../support/turnstile.ts";
import { contest, requireNothingIsStuck } from "./contest.ts";
import type { BreakOff, Deed } from "./rivals.ts";

// Attempts pause between each other for a random time; here the turnstile alone decides who is first.
vi.mock("node:timers/promises", () => ({ setTimeout: async () => undefined }));

interface More {
  org?: string;
  bucket?: string;
  breakOff?: BreakOff;
}

const make = (name: string, path = "", more: More = {}): Deed => ({ do: "create", name, path, ...more });
const remove = (name: string): Deed => ({ do: "delete", name });
/** Gone between its claim and its team. */
const cutOff = (name: string, path = ""): Deed =>
  make(name, path, { breakOff: { call: 3, how: "crash-before" } });

const elsewhere = { bucket: "other" };
const CONTESTS: [title: string, before: Deed[], rivals: Deed[][], preemptions: number][] = [
  ["two teams for one root", [], [[make("x")], [make("y")]], 6],
  ["two teams, one inside the other", [], [[make("x", "a")], [make("y", "a/b")]], 6],
  ["three teams for one root", [], [[make("x")], [make("y")], [make("z")]], 3],
  ["two buckets for one name", [], [[make("x")], [make("x", "", elsewhere)]], 6],
  ["two roots for one name", [], [[make("x", "a")], [make("x", "b")]], 6],
  ["one creation twice", [], [[make("x")], [make("x")]], 6],
  ["two organisations for one place", [], [[make("x")], [make("x", "", { org: "rival" })]], 6],
  ["a leftover and its name's return", [cutOff("x")], [[make("x")], [make("y")]], 5],
  ["a leftover wanted by two", [cutOff("x")], [[make("y")], [make("z")]], 5],
  ["a leftover, its name and two others", [cutOff("x")], [[make("x")], [make("y")], [make("z")]], 2],
  ["a leftover under another root", [cutOff("x", "a")], [[make("x", "b")], [make("y", "a")]], 5],
  ["a leftover in another bucket", [cutOff("x")], [[make("x", "", elsewhere)], [make("y")]], 5],
  ["a leftover and a wrong return", [cutOff("x")], [[make("x")], [make("x", "", elsewhere)], [make("y")]], 2],
  ["two leftovers", [cutOff("x", "a"), cutOff("y", "b")], [[make("z")], [make("x", "a")]], 4],
  ["a deleted team's return", [make("x"), remove("x")], [[make("x")], [make("y")]], 5],
  ["a deletion and a successor", [make("x")], [[remove("x")], [make("y")]], 9],
  ["a deletion, a return, a successor", [make("x")], [[remove("x"), make("x")], [make("y")]], 4],
  ["a passing successor and a return", [make("x"), remove("x")], [[make("y"), remove("y")], [make("x")]], 4],
  [
    "teams that come and go",
    [],
    [
      [make("x"), remove("x")],
      [make("y"), remove("y")],
    ],
    4,
  ],
];

describe("in every order of steps, no root gets two teams and nothing gets stuck", () => {
  test.each(CONTESTS)("%s", async (_title, before, rivals, preemptions) => {
    const orders = await everyOrder(preemptions, async (choose) => {
      const { store, outcomes } = await contest(before, rivals, choose);
      expect(outcomes).not.toContain("service.busy");
      await requireNothingIsStuck(store, ["bucket", "other"]);
    });
    expect(orders).toBeGreaterThan(5);
  });
});
