import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deleteTeam } from "../../../lib/teams/manage-teams.ts";
import { findRootConflict } from "../../../lib/teams/reserve-root.ts";
import type { Team } from "../../../lib/teams/team.ts";
import type { TeamStore } from "../../../lib/teams/team-store.ts";
import { writeTeam } from "../../../lib/teams/write-team.ts";
import { type DynamoStore, startDynamoStore } from "../../support/dynamo-store.ts";
import { plannedFor, sampleTeam } from "../../support/sample-team.ts";
import { wrapTeamStore } from "../../support/wrap-team-store.ts";

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

const team = (name: string, path = "runs", more: { org?: string; bucketName?: string } = {}) =>
  sampleTeam({ name: `${name}-${serial}`, path, bucketName, ...more });
const create = (wanted: Team, store: TeamStore = dynamo.store) =>
  writeTeam(store, wanted, plannedFor(wanted), undefined);
const claimOf = (wanted: Team) => dynamo.store.readClaim(plannedFor(wanted).place);
const conflictOf = ({ org, name, binding }: Team, { place } = plannedFor(team("any"))) =>
  findRootConflict(dynamo.store, { org, teamName: name, place, root: binding.root });

/** A creation that gets as far as its last write, and no further. */
async function cutOff(wanted: Team): Promise<void> {
  const dying = wrapTeamStore(dynamo.store, (method, call) => {
    if (method === "writeTeam") throw new Error("the power is gone");
    return call();
  });
  await expect(create(wanted, dying)).rejects.toThrow("the power is gone");
  expect((await claimOf(wanted))?.roots.has(wanted.name)).toBe(true);
}

/** A creation that stands before its last write until it is told to go on. */
function paused(wanted: Team) {
  const there = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const slow = wrapTeamStore(dynamo.store, async (method, call) => {
    if (method === "writeTeam") {
      there.resolve();
      await gate.promise;
    }
    return call();
  });
  const ended = create(wanted, slow);
  return { there: there.promise, goOn: gate.resolve, ended };
}

async function remove({ org, name }: Team): Promise<void> {
  const deployment = { type: "multi-tenant" as const, frontendOrigins: [] };
  const admin = { sub: "admin1", org, teams: new Set<string>(), roles: new Set(["admin"]) };
  await deleteTeam({ store: dynamo.store, deployment, now: () => new Date() }, admin, name);
}

describe("after a creation that was cut off between its claim and its team", () => {
  test("nobody sees a team, or a conflict", async () => {
    await cutOff(team("x"));
    expect(await dynamo.store.readTeam("acme", team("x").name)).toBeUndefined();
    expect(await conflictOf(team("y"))).toBeUndefined();
  });

  test.each([
    ["the same creation", () => team("x")],
    ["the same name on another path", () => team("x", "other")],
    ["the same name in another bucket", () => team("x", "runs", { bucketName: `${bucketName}-b` })],
    ["another team with the same root", () => team("y")],
    ["another team around it", () => team("y", "")],
    ["another team inside it", () => team("y", "runs/1")],
    ["another team beside it", () => team("y", "other")],
  ])("%s succeeds", async (_which, make) => {
    await cutOff(team("x"));
    expect(await create(make())).toMatchObject({ outcome: "created" });
    expect(await create(make())).toMatchObject({ outcome: "existing" });
  });

  test("the next holder of the root takes the leftover out of the claim", async () => {
    await cutOff(team("x"));
    await create(team("y"));
    expect((await claimOf(team("y")))?.roots).toEqual(new Map([[team("y").name, "runs/"]]));
  });

  test("another organisation does not get the bucket", async () => {
    await cutOff(team("x"));
    const rival = team("x", "runs", { org: "rival" });
    expect(await create(rival)).toEqual({ outcome: "conflict", conflict: { by: "organisation" } });
  });
});

describe("a creation that stood still before its last write", () => {
  test("goes through when nobody came", async () => {
    const slow = paused(team("x"));
    await slow.there;
    slow.goOn();
    expect(await slow.ended).toMatchObject({ outcome: "created" });
  });

  test.each(["runs", "", "runs/1"])("gives way when a team at %j has taken its root", async (path) => {
    const slow = paused(team("x"));
    await slow.there;
    expect(await create(team("y", path))).toMatchObject({ outcome: "created" });
    slow.goOn();
    expect(await slow.ended).toEqual({
      outcome: "conflict",
      conflict: { by: "team", teamName: team("y").name },
    });
    expect((await claimOf(team("y")))?.roots.has(team("x").name)).toBe(false);
  });

  test("starts again when who took its root has gone", async () => {
    const slow = paused(team("x"));
    await slow.there;
    await create(team("y"));
    await remove(team("y"));
    slow.goOn();
    expect(await slow.ended).toMatchObject({ outcome: "created" });
    expect(await conflictOf(team("z"))).toEqual({ by: "team", teamName: team("x").name });
  });

  test("finds that its name was taken on another path", async () => {
    const slow = paused(team("x"));
    await slow.there;
    await create(team("x", "other"));
    slow.goOn();
    await expect(slow.ended).rejects.toMatchObject({ code: "team.already_exists" });
  });
});

describe("a deleted team", () => {
  test.each([
    ["another path", () => team("x", "other")],
    ["a path inside the old one", () => team("x", "runs/1")],
    ["another bucket", () => team("x", "runs", { bucketName: `${bucketName}-b` })],
  ])("does not come back with %s", async (_which, make) => {
    await create(team("x"));
    await remove(team("x"));
    await expect(create(make())).rejects.toMatchObject({ code: "team.deleted" });
    expect(await dynamo.store.readTeam("acme", team("x").name)).toMatchObject({ state: "deleted" });
  });

  test("comes back with the same place and root, in any spelling of its name", async () => {
    await create(team("Omega"));
    await remove(team("Omega"));
    expect(await create(team("oMEGA"))).toMatchObject({ outcome: "created" });
  });

  test("leaves its root to another team, and then cannot come back until that one is gone", async () => {
    await create(team("x"));
    await remove(team("x"));
    expect(await conflictOf(team("y"))).toBeUndefined();
    expect(await create(team("y", "runs/1"))).toMatchObject({ outcome: "created" });
    const taken = { outcome: "conflict", conflict: { by: "team", teamName: team("y").name } };
    expect(await create(team("x"))).toEqual(taken);
    await remove(team("y"));
    expect(await create(team("x"))).toMatchObject({ outcome: "created" });
  });

  test("keeps its tombstone when another team takes its root", async () => {
    await create(team("x"));
    await remove(team("x"));
    await create(team("y"));
    const { place } = plannedFor(team("x"));
    expect(await dynamo.store.readTeam("acme", team("x").name)).toMatchObject({
      state: "deleted",
      place,
      root: "runs/",
    });
  });

  test("leaves the bucket with its organisation", async () => {
    await create(team("x"));
    await remove(team("x"));
    expect((await claimOf(team("x")))?.org).toBe("acme");
    const rival = team("x", "runs", { org: "rival" });
    expect(await create(rival)).toEqual({ outcome: "conflict", conflict: { by: "organisation" } });
  });

  test("cannot be deleted again, and two deletions at once delete once", async () => {
    await create(team("x"));
    const ends = await Promise.allSettled([remove(team("x")), remove(team("x"))]);
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(remove(team("x"))).rejects.toMatchObject({ code: "team.not_found" });
  });
});
