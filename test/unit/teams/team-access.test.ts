import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Deployment } from "../../../lib/deployment.ts";
import type { Principal } from "../../../lib/principal.ts";
import {
  deleteTeam,
  getTeam,
  listTeams,
  refuseStorageChange,
  setMembers,
} from "../../../lib/teams/manage-teams.ts";
import { type DynamoStore, startDynamoStore } from "../../support/dynamo-store.ts";
import { sampleTeam } from "../../support/sample-team.ts";

let dynamo: DynamoStore;
beforeAll(async () => {
  dynamo = await startDynamoStore();
  const team = { ...sampleTeam({ name: "Omega" }), members: ["guest@acme.test"] };
  await dynamo.store.writeTeam("acme", "omega", { state: "active", team }, undefined);
  await dynamo.store.writeTeam("acme", "void", { state: "void" }, undefined);
  const kelvin = sampleTeam({ name: "k" });
  await dynamo.store.writeTeam("acme", "k", { state: "active", team: kelvin }, undefined);
});
afterAll(() => dynamo.close());

const multiTenant: Deployment = { type: "multi-tenant", frontendOrigins: [] };
const dedicated: Deployment = { type: "dedicated", org: "acme", frontendOrigins: [] };
const depsIn = (deployment: Deployment) => ({ store: dynamo.store, deployment, now: () => new Date() });
const deps = () => depsIn(multiTenant);

function who(more: Partial<Principal> = {}): Principal {
  return { sub: "someone", org: "acme", teams: new Set(), roles: new Set(), ...more };
}
const admin = who({ roles: new Set(["admin"]) });

describe("a team is shown", () => {
  test.each<[string, Principal]>([
    ["a member by token", who({ teams: new Set(["omega"]) })],
    ["its creator", who({ sub: "creator" })],
    ["who is invited", who({ email: "guest@acme.test" })],
    ["an admin", admin],
    ["the garbage collector", who({ roles: new Set(["gc"]) })],
  ])("to %s, by a name in any case", async (_who, principal) => {
    expect((await getTeam(deps(), principal, "oMeGa")).name).toBe("Omega");
  });

  test.each<[string, Principal, string]>([
    ["a stranger", who(), "omega"],
    ["an operator", who({ roles: new Set(["operator"]) }), "omega"],
    ["a member of another team", who({ teams: new Set(["omega-2"]) }), "omega"],
    ["another organisation's admin", { ...admin, org: "rival" }, "omega"],
    ["another organisation's member of that name", who({ org: "rival", teams: new Set(["omega"]) }), "omega"],
    ["anyone when it was never there", admin, "nobody"],
    ["anyone when its creation was cut off", admin, "void"],
    ["anyone by a name that is too long for a key", admin, "x".repeat(5_000)],
    ["anyone by an empty name", admin, ""],
    ["anyone by a name with a half of a surrogate pair", admin, "\ud800"],
    ["anyone by a name whose lower case is another's", admin, "\u212a"],
  ])("not to %s", async (_who, principal, name) => {
    await expect(getTeam(deps(), principal, name)).rejects.toMatchObject({ code: "team.not_found" });
  });
});

const CHANGES: [string, (deps: ReturnType<typeof depsIn>, principal: Principal) => Promise<unknown>][] = [
  ["deleted", (on, principal) => deleteTeam(on, principal, "omega")],
  ["given invitations", (on, principal) => setMembers(on, principal, "omega", [])],
  ["listed", (on, principal) => listTeams(on, principal, { limit: 1 })],
];

test.each(CHANGES)("a team is not %s by a member who is no admin", async (_what, change) => {
  const member = who({ teams: new Set(["omega"]) });
  await expect(change(deps(), member)).rejects.toMatchObject({ code: "auth.forbidden" });
});

test("a stranger who would change a team's storage is not told that it exists", async () => {
  await expect(refuseStorageChange(deps(), who(), "omega")).rejects.toMatchObject({ code: "team.not_found" });
  await expect(refuseStorageChange(deps(), admin, "omega")).rejects.toMatchObject({
    code: "storage.immutable",
  });
});

describe("a deployment of one organisation", () => {
  const rival = { ...admin, org: "rival" };
  test.each([
    ...CHANGES,
    [
      "shown",
      (on: ReturnType<typeof depsIn>, principal: Principal) => getTeam(on, principal, "omega"),
    ] as const,
    [
      "protected from change",
      (on: ReturnType<typeof depsIn>, principal: Principal) => refuseStorageChange(on, principal, "omega"),
    ] as const,
  ])("shows a token of another no team that could be %s", async (what, act) => {
    const code = what === "listed" ? "auth.wrong_organisation" : "team.not_found";
    await expect(act(depsIn(dedicated), rival)).rejects.toMatchObject({ code });
  });
});
