import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { dynamoTeamStore } from "../../../lib/teams/dynamo-team-store.ts";
import { deleteTeam } from "../../../lib/teams/manage-teams.ts";
import type { TeamStore } from "../../../lib/teams/team-store.ts";
import { writeTeam } from "../../../lib/teams/write-team.ts";
import { type DynamoStore, dynamoClient, startDynamoStore } from "../../support/dynamo-store.ts";
import { plannedFor, sampleTeam } from "../../support/sample-team.ts";
import { type ForgetfulProxy, startForgetfulProxy } from "./forgetful-proxy.ts";

// The SDK sends a call again when no answer came; the condition of a write that took effect the first time then fails.
let dynamo: DynamoStore;
let proxy: ForgetfulProxy;
let store: TeamStore;
let closeClient: () => void;
let serial = 0;

beforeAll(async () => {
  dynamo = await startDynamoStore();
  proxy = await startForgetfulProxy(dynamo.endpoint);
  const client = dynamoClient(proxy.endpoint);
  closeClient = () => client.destroy();
  store = dynamoTeamStore({ client, tableName: dynamo.tableName });
});
afterAll(async () => {
  closeClient();
  await proxy.close();
  await dynamo.close();
});

let lostBefore = 0;
beforeEach(() => {
  lostBefore = proxy.lost();
});
afterEach(() => {
  expect(proxy.lost()).toBe(lostBefore + 1);
});

const freshTeam = () => sampleTeam({ name: `team-${serial}`, bucketName: `bucket-${serial++}` });

test("a team's write knows its own effect", async () => {
  const team = freshTeam();
  proxy.loseNext("PutItem");
  const version = await store.writeTeam("acme", team.name, { state: "active", team }, undefined);
  expect(await store.readTeam("acme", team.name)).toEqual({ state: "active", version, team });
});

test("a claim's write knows its own effect", async () => {
  proxy.loseNext("PutItem");
  const claim = { place: `place-${serial++}`, org: "acme", roots: new Map([["omega", ""]]) };
  expect(await store.writeClaim(claim, undefined)).toBe(true);
});

test("a change of invitations knows its own effect", async () => {
  const team = freshTeam();
  const version = await store.writeTeam("acme", team.name, { state: "active", team }, undefined);
  proxy.loseNext("UpdateItem");
  expect(await store.writeMembers("acme", team.name, ["a@acme.test"], version ?? "")).toBe(true);
});

test("a write that another writer overtook is still refused", async () => {
  const team = freshTeam();
  await dynamo.store.writeTeam("acme", team.name, { state: "void" }, undefined);
  proxy.loseNext("PutItem");
  expect(await store.writeTeam("acme", team.name, { state: "active", team }, undefined)).toBeUndefined();
});

test.each(["claim", "team"])("a creation is reported as one (its %s's answer lost)", async (item) => {
  const team = freshTeam();
  proxy.loseNext("PutItem", item === "claim" ? 0 : 1);
  expect(await writeTeam(store, team, plannedFor(team), undefined)).toEqual({ outcome: "created", team });
});

test("a deletion is reported as one", async () => {
  const team = freshTeam();
  await writeTeam(store, team, plannedFor(team), undefined);
  const deps = {
    store,
    deployment: { type: "multi-tenant" as const, frontendOrigins: [] },
    now: () => new Date(),
  };
  const admin = { sub: "admin1", org: "acme", teams: new Set<string>(), roles: new Set(["admin"]) };
  proxy.loseNext("PutItem");
  await deleteTeam(deps, admin, team.name);
  expect(await store.readTeam("acme", team.name)).toMatchObject({ state: "deleted" });
});
