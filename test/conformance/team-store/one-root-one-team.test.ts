import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { rootsOverlap } from "../../../lib/teams/claim.ts";
import { findRootConflict } from "../../../lib/teams/reserve-root.ts";
import type { Team } from "../../../lib/teams/team.ts";
import { writeTeam } from "../../../lib/teams/write-team.ts";
import { type DynamoStore, startDynamoStore } from "../../support/dynamo-store.ts";
import { plannedFor, sampleTeam } from "../../support/sample-team.ts";

let dynamo: DynamoStore;
let bucketName: string;
let serial = 0;
beforeAll(async () => {
  dynamo = await startDynamoStore();
});
afterAll(() => dynamo.close());
beforeEach(() => {
  bucketName = `bucket-${serial++}`;
});

const team = (name: string, path = "", more: { org?: string; bucketName?: string } = {}) =>
  sampleTeam({ name: `${name}-${serial}`, path, bucketName, ...more });

/** The outcome of a creation, or the code of the problem. */
async function outcomeOf(wanted: Team): Promise<string> {
  try {
    return (await writeTeam(dynamo.store, wanted, plannedFor(wanted), undefined)).outcome;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

/** How often each outcome came when all are created at once. */
async function atOnce(wanted: readonly Team[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of await Promise.all(wanted.map(outcomeOf)))
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i));

describe("creations at once", () => {
  test("100 of one team: one is created, the others find it", async () => {
    const wanted = many(100, () => team("x", "runs"));
    expect(await atOnce(wanted)).toEqual({ created: 1, existing: 99 });
    const record = await dynamo.store.readTeam("acme", wanted[0]?.name ?? "");
    expect(wanted).toContainEqual(record?.state === "active" && record.team);
  });

  test("100 of one name in as many spellings of case", async () => {
    const spelt = (index: number) => ["omega", "OMEGA", "Omega", "oMEGA"][index % 4] ?? "";
    expect(await atOnce(many(100, (index) => team(spelt(index))))).toEqual({ created: 1, existing: 99 });
  });

  test("100 of one name on as many buckets: one is created, the others are refused", async () => {
    const wanted = many(100, (index) => team("x", "", { bucketName: `${bucketName}-${index}` }));
    expect(await atOnce(wanted)).toEqual({ created: 1, "team.already_exists": 99 });
  });

  test("40 beside each other in one bucket: all are created, and the claim has them all", async () => {
    const wanted = many(40, (index) => team(`x${index}`, `runs/${index}`));
    expect(await atOnce(wanted)).toEqual({ created: 40 });
    const claim = await dynamo.store.readClaim(placeIn(wanted));
    expect(claim?.roots).toEqual(new Map(wanted.map(({ name, binding }) => [name, binding.root])));
  });

  test("40 of one root: one is created", async () => {
    expect(await atOnce(many(40, (index) => team(`x${index}`)))).toEqual({ created: 1, conflict: 39 });
  });

  test("40 inside each other: one is created", async () => {
    const deep = (index: number) => many(index + 1, () => "a").join("/");
    const wanted = many(40, (index) => team(`x${index}`, deep(index)));
    expect(await atOnce(wanted)).toEqual({ created: 1, conflict: 39 });
  });

  test("40 on few roots, some inside others: those that are created do not overlap", async () => {
    const roots = ["", "a", "a/b", "a/b/c", "ab", "a/c", "d", "d/e"];
    const wanted = many(40, (index) => team(`x${index}`, roots[index % roots.length] ?? ""));
    const { created = 0, conflict = 0, ...others } = await atOnce(wanted);
    expect(others).toEqual({});
    expect(created + conflict).toBe(40);
    const records = await Promise.all(wanted.map(({ name }) => dynamo.store.readTeam("acme", name)));
    const held = records.flatMap((record) => (record?.state === "active" ? [record.team.binding.root] : []));
    expect(held).toHaveLength(created);
    for (const [index, root] of held.entries())
      expect(held.slice(index + 1).filter((other) => rootsOverlap(root, other))).toEqual([]);
  });

  test("40 of two organisations for one bucket: all of one's, none of the other's, who is not told whose it is", async () => {
    const wanted = many(40, (index) => team(`x${index}`, `${index}`, { org: index % 2 ? "acme" : "rival" }));
    expect(await atOnce(wanted)).toEqual({ created: 20, conflict: 20 });
    const claim = await dynamo.store.readClaim(placeIn(wanted));
    const loser = wanted.find(({ org }) => org !== claim?.org) ?? team("x");
    const written = await writeTeam(dynamo.store, loser, plannedFor(loser), undefined);
    expect(written).toEqual({ outcome: "conflict", conflict: { by: "organisation" } });
  });
});

describe("a conflict", () => {
  const conflictOf = ({ org, name, binding }: Team) =>
    findRootConflict(dynamo.store, {
      org,
      teamName: name,
      place: placeIn([{ binding }]),
      root: binding.root,
    });

  test.each([
    ["equal to", "a/b"],
    ["inside", "a/b/c"],
    ["around", "a"],
    ["the whole bucket around", ""],
  ])("names the team whose root the wanted one is %s, as it is spelt", async (_where, path) => {
    const there = team("Omega", "a/b");
    await outcomeOf(there);
    const expected = { by: "team", teamName: there.name };
    expect(await conflictOf(team("new", path))).toEqual(expected);
    const wanted = team("new", path);
    expect(await writeTeam(dynamo.store, wanted, plannedFor(wanted), undefined)).toEqual({
      outcome: "conflict",
      conflict: expected,
    });
    expect(await dynamo.store.readTeam("acme", wanted.name)).toBeUndefined();
  });

  test.each(["a/bc", "a/c", "b", "A/B", "a/b.c"])("is not there for %j beside a/b", async (path) => {
    await outcomeOf(team("there", "a/b"));
    expect(await conflictOf(team("new", path))).toBeUndefined();
    expect(await outcomeOf(team("new", path))).toBe("created");
  });

  test("is not there with the team itself, in another bucket, or where nobody is", async () => {
    await outcomeOf(team("there"));
    expect(await conflictOf(team("There"))).toBeUndefined();
    expect(await conflictOf(team("new", "", { bucketName: `${bucketName}-b` }))).toBeUndefined();
  });

  test("with another organisation hides who it is, and is there for every path", async () => {
    await outcomeOf(team("there", "a", { org: "rival" }));
    for (const path of ["a", "b", ""])
      expect(await conflictOf(team("new", path))).toEqual({ by: "organisation" });
  });
});

function placeIn(teams: readonly Pick<Team, "binding">[]): string {
  const [first] = teams;
  if (first === undefined) throw new Error("There is no team");
  return plannedFor({ ...sampleTeam(), binding: first.binding }).place;
}
