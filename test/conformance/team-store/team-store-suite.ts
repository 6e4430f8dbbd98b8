import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Team, teamKey } from "../../../lib/teams/team.ts";
import type { NewRecord, TeamStore } from "../../../lib/teams/team-store.ts";
import { sampleTeam } from "../../support/sample-team.ts";

export interface OpenStore {
  store: TeamStore;
  close(): Promise<void>;
}

const AWKWARD_NAMES = ["__proto__", "constructor", "A-b_9", "-", "_", "0", "toString", "x".repeat(48)];
const AWKWARD_ORGS = ["acme#eu", "ORG#acme", "组织 é", "a/b", "😀", "TEAM#omega"];

/** Proves that a store keeps what the port promises. Each test gets an empty store. */
export function describeTeamStore(title: string, makeStore: () => Promise<OpenStore>): void {
  describe(title, () => {
    let opened: OpenStore;
    let store: TeamStore;
    beforeEach(async () => {
      opened = await makeStore();
      store = opened.store;
    });
    afterEach(() => opened.close());

    const write = (team: Team, seen?: string, sealedCredentials?: string) =>
      store.writeTeam(team.org, teamKey(team.name), active(team, sealedCredentials), seen);

    describe("a team", () => {
      test("comes back with every field", async () => {
        const team = fullTeam();
        const version = await write(team, undefined, "sealed-text");
        expect(await store.readTeam("acme", "omega-1")).toEqual({ state: "active", version, team });
      });

      test("comes back with its sealed credentials only when they are asked for", async () => {
        const team = fullTeam();
        const version = await write(team, undefined, "sealed-text");
        const record = { state: "active", version, team };
        expect(await store.readSealedTeam("acme", "omega-1")).toEqual({
          record,
          sealedCredentials: "sealed-text",
        });
        const shown = [await store.readTeam("acme", "omega-1"), await store.listTeams("acme", { limit: 9 })];
        expect(JSON.stringify(shown)).not.toContain("sealed");
      });

      test("without credentials of its own has none", async () => {
        const team = sampleTeam();
        await write(team);
        const sealed = await store.readSealedTeam("acme", "omega");
        expect(sealed).toMatchObject({ record: { team } });
        expect(sealed).not.toHaveProperty("sealedCredentials");
      });

      test("that was never written is not there", async () => {
        expect(await store.readTeam("acme", "omega")).toBeUndefined();
        expect(await store.readSealedTeam("acme", "omega")).toBeUndefined();
      });

      test.each(AWKWARD_NAMES)("can be named %j", async (name) => {
        const team = sampleTeam({ name });
        await write(team);
        expect(await store.readTeam("acme", teamKey(name))).toMatchObject({ team });
        expect((await store.listTeams("acme", { limit: 1 })).teams).toEqual([team]);
      });

      test("is its organisation's alone, whatever the organisations are called", async () => {
        const orgs = ["acme", ...AWKWARD_ORGS];
        for (const org of orgs) expect(await write(sampleTeam({ org }))).toBeDefined();
        for (const org of orgs) {
          expect(await store.readTeam(org, "omega")).toMatchObject({ team: { org } });
          expect((await store.listTeams(org, { limit: 9 })).teams.map((team) => team.org)).toEqual([org]);
        }
        expect(await store.listTeams("acm", { limit: 9 })).toEqual({ teams: [] });
      });
    });

    describe("a write", () => {
      test("of what is new is refused when something is there", async () => {
        await write(sampleTeam());
        expect(await write(sampleTeam({ path: "other" }))).toBeUndefined();
        expect(await store.readTeam("acme", "omega")).toMatchObject({ team: { binding: { root: "" } } });
      });

      test("needs the version that is there", async () => {
        const first = await write(sampleTeam());
        expect(await write(sampleTeam(), "another version")).toBeUndefined();
        const second = await write(sampleTeam(), first);
        expect(second).toBeDefined();
        expect(second).not.toBe(first);
        expect(await write(sampleTeam(), first)).toBeUndefined();
        expect(await store.readTeam("acme", "omega")).toMatchObject({ version: second });
      });

      test("that saw something is refused when nothing is there", async () => {
        expect(await write(sampleTeam(), "some version")).toBeUndefined();
        expect(await store.writeMembers("acme", "omega", [], "some version")).toBe(false);
        expect(await store.writeClaim(claim({}), "some version")).toBe(false);
        expect(await store.readTeam("acme", "omega")).toBeUndefined();
        expect(await store.readClaim("place")).toBeUndefined();
      });

      test("of twenty at once takes effect once", async () => {
        const versions = await Promise.all(Array.from({ length: 20 }, () => write(sampleTeam())));
        expect(versions.filter((version) => version !== undefined)).toHaveLength(1);
      });

      test("replaces the whole record: a tombstone keeps no credentials and comes back as it was", async () => {
        const first = await write(fullTeam(), undefined, "sealed-text");
        const tombstone = {
          state: "deleted" as const,
          name: "Omega-1",
          place: "MINIO/minio.test:9000/acme-bucket",
          root: "",
          deletedAt: new Date("2026-11-24T13:00:00.456Z"),
        };
        const version = await store.writeTeam("acme", "omega-1", tombstone, first);
        expect(await store.readSealedTeam("acme", "omega-1")).toEqual({ record: { ...tombstone, version } });
      });

      test("of a void leaves no more than the void", async () => {
        const version = await store.writeTeam("acme", "omega", { state: "void" }, undefined);
        expect(await store.readTeam("acme", "omega")).toEqual({ state: "void", version });
        expect(await write(sampleTeam())).toBeUndefined();
        expect(await write(sampleTeam(), version)).toBeDefined();
      });
    });

    describe("invitations", () => {
      test("are replaced alone, under a new version", async () => {
        const team = fullTeam();
        const version = (await write(team, undefined, "sealed-text")) ?? "";
        expect(await store.writeMembers("acme", "omega-1", ["new@acme.test"], version)).toBe(true);
        const after = await store.readSealedTeam("acme", "omega-1");
        expect(after).toMatchObject({
          record: { team: { ...team, members: ["new@acme.test"] } },
          sealedCredentials: "sealed-text",
        });
        expect(after?.record.version).not.toBe(version);
        expect(await store.writeMembers("acme", "omega-1", [], version)).toBe(false);
        expect(await store.writeMembers("acme", "omega-1", [], after?.record.version ?? "")).toBe(true);
        expect(await store.readTeam("acme", "omega-1")).toMatchObject({ team: { members: [] } });
      });
    });

    describe("a claim", () => {
      test("comes back with every root, whatever the teams are called", async () => {
        const roots = Object.fromEntries(
          AWKWARD_NAMES.map((name, index) => [teamKey(name), index === 0 ? "" : `ü ${index}/`]),
        );
        const written = claim(Object.fromEntries(Object.entries(roots)));
        expect(await store.writeClaim(written, undefined)).toBe(true);
        const read = await store.readClaim("place");
        expect(read).toEqual({ ...written, version: expect.any(String) });
        expect(read?.roots.size).toBe(AWKWARD_NAMES.length);
      });

      test("holds a thousand roots of the longest names and long paths", async () => {
        const many = Array.from({ length: 1_000 }, (_, index) => [
          `${index}-${"x".repeat(43)}`,
          `${index}/${"p".repeat(200)}/`,
        ]);
        const written = claim(Object.fromEntries(many));
        expect(await store.writeClaim(written, undefined)).toBe(true);
        expect((await store.readClaim("place"))?.roots).toEqual(written.roots);
      });

      test("is replaced only by who saw the version that is there", async () => {
        await store.writeClaim(claim({ a: "a/" }), undefined);
        const seen = (await store.readClaim("place"))?.version;
        expect(await store.writeClaim(claim({ b: "b/" }), undefined)).toBe(false);
        expect(await store.writeClaim(claim({ c: "c/" }), seen)).toBe(true);
        expect(await store.writeClaim(claim({ d: "d/" }), seen)).toBe(false);
        const after = await store.readClaim("place");
        expect([...(after?.roots ?? [])]).toEqual([["c", "c/"]]);
        expect(after?.version).not.toBe(seen);
      });

      test("gets a new version even when nothing in it changes", async () => {
        await store.writeClaim(claim({ a: "a/" }), undefined);
        const seen = (await store.readClaim("place"))?.version;
        expect(await store.writeClaim(claim({ a: "a/" }), seen)).toBe(true);
        expect((await store.readClaim("place"))?.version).not.toBe(seen);
      });

      test("of one place says nothing of another", async () => {
        await store.writeClaim(claim({ a: "a/" }), undefined);
        expect(await store.readClaim("place/more")).toBeUndefined();
        expect(await store.readClaim("plac")).toBeUndefined();
      });
    });
  });
}

function active(team: Team, sealedCredentials?: string): NewRecord {
  return { state: "active", team, ...(sealedCredentials === undefined ? {} : { sealedCredentials }) };
}

function claim(roots: Record<string, string>) {
  return { place: "place", org: "acme", roots: new Map(Object.entries(roots)) };
}

function fullTeam(): Team {
  const team = sampleTeam({ name: "Omega-1", path: "a b/ü" });
  return {
    ...team,
    binding: {
      ...team.binding,
      bucket: { ...team.binding.bucket, kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" },
      credentialsSource: "own",
      credentialsFingerprint: "0123456789abcdef",
    },
    members: ["a@acme.test", "b@acme.test"],
  };
}
