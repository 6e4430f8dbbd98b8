import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Team, teamKey } from "../../../lib/teams/team.ts";
import type { TeamStore } from "../../../lib/teams/team-store.ts";
import { sampleTeam } from "../../support/sample-team.ts";
import type { OpenStore } from "./team-store-suite.ts";

/** Proves that a store lists teams in order, page by page, and only those that are there. */
export function describeTeamList(title: string, makeStore: () => Promise<OpenStore>): void {
  describe(title, () => {
    let opened: OpenStore;
    let store: TeamStore;
    beforeEach(async () => {
      opened = await makeStore();
      store = opened.store;
    });
    afterEach(() => opened.close());

    const create = (name: string) =>
      store.writeTeam("acme", teamKey(name), { state: "active", team: sampleTeam({ name }) }, undefined);

    const bury = (name: string) =>
      store.writeTeam(
        "acme",
        teamKey(name),
        { state: "deleted", name, place: "place", root: "", deletedAt: new Date() },
        undefined,
      );

    /** Every page, following the cursors. */
    async function pages(limit: number): Promise<string[][]> {
      const all: string[][] = [];
      let cursor: string | undefined;
      do {
        const page = await store.listTeams("acme", { limit, ...(cursor === undefined ? {} : { cursor }) });
        all.push(page.teams.map((team: Team) => team.name));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      return all;
    }

    test("an organisation without teams has one empty page", async () => {
      expect(await store.listTeams("acme", { limit: 10 })).toEqual({ teams: [] });
    });

    test("teams come in the order of their names, without regard to case", async () => {
      for (const name of ["b", "_x", "A", "c-1", "C", "9", "-"]) await create(name);
      expect(await pages(100)).toEqual([["-", "9", "_x", "A", "b", "C", "c-1"]]);
    });

    test.each([
      [1, [["a"], ["B"], ["c"], ["d"]]],
      [
        2,
        [
          ["a", "B"],
          ["c", "d"],
        ],
      ],
      [3, [["a", "B", "c"], ["d"]]],
      [4, [["a", "B", "c", "d"]]],
      [5, [["a", "B", "c", "d"]]],
    ])("with %d on a page there is a cursor only when more teams follow", async (limit, expected) => {
      for (const name of ["a", "B", "c", "d"]) await create(name);
      expect(await pages(limit)).toEqual(expected);
    });

    test.each([1, 2, 3, 4])("what was deleted or cut off is passed over, %d on a page", async (limit) => {
      for (const name of ["b", "d", "g"]) await create(name);
      for (const name of ["a", "c", "e", "h"]) await bury(name);
      await store.writeTeam("acme", "f", { state: "void" }, undefined);
      await store.writeTeam("acme", "i", { state: "void" }, undefined);
      const all = await pages(limit);
      expect(all.flat()).toEqual(["b", "d", "g"]);
      expect(all).toHaveLength(Math.ceil(3 / limit));
    });

    test("a cursor goes on where its page ended although teams came and went meanwhile", async () => {
      for (const name of ["b", "d", "f"]) await create(name);
      const { nextCursor = "" } = await store.listTeams("acme", { limit: 2 });
      const seen = await store.readTeam("acme", "d");
      await store.writeTeam("acme", "d", { state: "void" }, seen?.version);
      for (const name of ["a", "c", "e"]) await create(name);
      const rest = await store.listTeams("acme", { limit: 9, cursor: nextCursor });
      expect(rest.teams.map((team) => team.name)).toEqual(["e", "f"]);
    });

    test("a cursor can be that of a team named __proto__", async () => {
      for (const name of ["__proto__", "constructor"]) await create(name);
      expect(await pages(1)).toEqual([["__proto__"], ["constructor"]]);
    });

    const toCursor = (text: string) => Buffer.from(text).toString("base64url");
    test.each([
      "",
      "!",
      "omega",
      "b21lZ2E=",
      "null",
      toCursor(""),
      toCursor("Omega"),
      toCursor("a b"),
      toCursor("x".repeat(49)),
      toCursor("TEAM#omega"),
      "x".repeat(5_000),
    ])("%j is no cursor", async (cursor) => {
      await create("omega");
      await expect(store.listTeams("acme", { limit: 10, cursor })).rejects.toMatchObject({
        code: "request.invalid",
        detail: "cursor is not one that this list answered.",
      });
    });
  });
}
