import { beforeEach, describe, expect, test } from "vitest";
import { type Bindings, cachedBindings } from "../../../lib/presign/bindings.ts";
import { secret } from "../../../lib/secret.ts";
import type { AccessKey } from "../../../lib/storage/credentials.ts";
import { type Team, teamKey } from "../../../lib/teams/team.ts";
import { type MemoryTeamStore, memoryTeamStore } from "../../support/memory-team-store.ts";
import { sampleTeam } from "../../support/sample-team.ts";
import { wrapTeamStore } from "../../support/wrap-team-store.ts";

/** Seconds within which a change of a team must take effect. */
const IN_EFFECT = 60;
/** How many teams the cache holds. */
const KEPT = 1_000;

let clock: Date;
let store: MemoryTeamStore;
let reads: number;
let openings: string[];
let key: AccessKey;
/** Called before each read; may wait or throw. */
let beforeRead: () => Promise<void>;
let bindings: Bindings;

beforeEach(() => {
  clock = new Date("2026-11-24T12:00:00Z");
  store = memoryTeamStore();
  reads = 0;
  openings = [];
  key = { accessKeyId: "AKIA1", secretAccessKey: secret("s1") };
  beforeRead = async () => undefined;
  bindings = cachedBindings({
    now: () => clock,
    store: wrapTeamStore(store, async (_method, call) => {
      reads++;
      await beforeRead();
      return call();
    }),
    keySourceOf: (team, sealed) => {
      openings.push(`${team.org}/${team.name}: ${sealed}`);
      return async () => key;
    },
  });
});

function pass(seconds: number): void {
  clock = new Date(clock.getTime() + seconds * 1_000);
}

async function keep(team: Team, sealedCredentials = "sealed"): Promise<void> {
  const record = await store.readTeam(team.org, teamKey(team.name));
  const next = { state: "active" as const, team, sealedCredentials };
  await store.writeTeam(team.org, teamKey(team.name), next, record?.version);
}

const nameOf = async (org: string, name: string) => (await bindings.find(org, name))?.team.name;

describe("a binding is found", () => {
  test("by its organisation and its name in any case, with its room and a signer", async () => {
    await keep(sampleTeam({ name: "Omega", path: "runs" }));
    const found = await bindings.find("acme", "oMEGA");
    expect(found?.team.name).toBe("Omega");
    const grant = await (await found?.signer())?.sign({ method: "GET", key: "a", expiresInSeconds: 60 });
    expect(grant?.url).toContain("http://minio.test:9000/acme-bucket/a?");
    expect(openings).toEqual(["acme/Omega: sealed"]);
  });

  test("never for another organisation, however the names are put together", async () => {
    await keep(sampleTeam({ org: "acme", name: "omega" }));
    await keep(sampleTeam({ org: 'acme","omega', name: "x" }));
    expect(await nameOf("acme", "omega")).toBe("omega");
    for (const [org, name] of [
      ["rival", "omega"],
      ["acmeo", "mega"],
      ["acme", "x"],
      ["", "omega"],
    ] as const)
      expect(await nameOf(org, name)).toBeUndefined();
  });

  test("not when the team was deleted or its creation cut off", async () => {
    const tombstone = { name: "gone", place: "p", root: "", deletedAt: clock };
    await store.writeTeam("acme", "gone", { state: "deleted", ...tombstone }, undefined);
    await store.writeTeam("acme", "void", { state: "void" }, undefined);
    for (const name of ["gone", "void", "never"]) expect(await nameOf("acme", name)).toBeUndefined();
    expect(openings).toEqual([]);
  });
});

describe("a binding is read", () => {
  test("once for all who ask at the same time", async () => {
    await keep(sampleTeam());
    const gate = Promise.withResolvers<void>();
    beforeRead = () => gate.promise;
    const many = Array.from({ length: 50 }, (_, index) => nameOf("acme", index % 2 ? "omega" : "OMEGA"));
    gate.resolve();
    expect(new Set(await Promise.all(many))).toEqual(new Set(["omega"]));
    expect(reads).toBe(1);
  });

  test("not again for a while", async () => {
    await keep(sampleTeam());
    for (let second = 0; second < 20; second++) {
      await nameOf("acme", "omega");
      pass(1);
    }
    expect(reads).toBe(1);
  });

  test("again soon enough for a change to be in effect within a minute, however often it is asked for", async () => {
    await keep({ ...sampleTeam(), members: ["old@acme.test"] });
    await nameOf("acme", "omega");
    await keep({ ...sampleTeam(), members: ["new@acme.test"] }, "sealed anew");
    for (let second = 0; second < IN_EFFECT - 1; second++) {
      pass(1);
      await nameOf("acme", "omega");
    }
    pass(1);
    expect((await bindings.find("acme", "omega"))?.team.members).toEqual(["new@acme.test"]);
    expect(openings).toEqual(["acme/omega: sealed", "acme/omega: sealed anew"]);
  });

  test("again soon enough for a deleted team to be gone within a minute, and to be back at once", async () => {
    await keep(sampleTeam());
    await nameOf("acme", "omega");
    const { version } = (await store.readTeam("acme", "omega")) ?? {};
    await store.writeTeam("acme", "omega", { state: "void" }, version);
    pass(IN_EFFECT);
    expect(await nameOf("acme", "omega")).toBeUndefined();
    await keep(sampleTeam());
    expect(await nameOf("acme", "omega")).toBe("omega");
  });

  test("again when there was no team", async () => {
    expect(await nameOf("acme", "omega")).toBeUndefined();
    await keep(sampleTeam());
    expect(await nameOf("acme", "omega")).toBe("omega");
  });

  test("again when the reading failed, which all who waited for it see", async () => {
    await keep(sampleTeam());
    beforeRead = () => Promise.reject(new Error("no table"));
    const ends = await Promise.allSettled([nameOf("acme", "omega"), nameOf("acme", "omega")]);
    expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    beforeRead = async () => undefined;
    expect(await nameOf("acme", "omega")).toBe("omega");
  });

  test("never from before a failure once its time is over", async () => {
    await keep(sampleTeam());
    await nameOf("acme", "omega");
    pass(IN_EFFECT);
    beforeRead = () => Promise.reject(new Error("no table"));
    await expect(nameOf("acme", "omega")).rejects.toThrow("no table");
  });
});

describe("credentials", () => {
  test("are opened once, as long as the team does not change", async () => {
    await keep(sampleTeam());
    for (let round = 0; round < 5; round++) {
      await nameOf("acme", "omega");
      pass(IN_EFFECT);
    }
    expect(reads).toBe(5);
    expect(openings).toEqual(["acme/omega: sealed"]);
  });

  test("make one signer as long as they stay the same, and another when they change", async () => {
    await keep(sampleTeam());
    const found = await bindings.find("acme", "omega");
    const first = await found?.signer();
    expect(await found?.signer()).toBe(first);
    key = { ...key, accessKeyId: "AKIA2" };
    const second = await found?.signer();
    expect(second).not.toBe(first);
    expect((await second?.sign({ method: "GET", key: "a", expiresInSeconds: 60 }))?.url).toContain("AKIA2");
  });
});

describe("the cache is bounded", () => {
  const keepMany = async (count: number) => {
    for (let index = 0; index < count; index++) await keep(sampleTeam({ name: `x${index}` }));
  };

  test("the team that was asked for longest ago is forgotten first", async () => {
    await keepMany(KEPT + 1);
    for (let index = 0; index <= KEPT; index++) await nameOf("acme", `x${index}`);
    await nameOf("acme", `x${KEPT}`);
    expect(reads).toBe(KEPT + 1);
    await nameOf("acme", "x0");
    expect(reads).toBe(KEPT + 2);
  });

  test("more teams than it holds can be asked for at once, whether they are there or not", async () => {
    await keepMany(KEPT);
    const gate = Promise.withResolvers<void>();
    beforeRead = () => gate.promise;
    const names = Array.from({ length: KEPT + 200 }, (_, index) => `x${index - 100}`);
    const all = names.map((name) => nameOf("acme", name));
    gate.resolve();
    const expected = names.map((name) => (/^x-|^x1\d{3}/.test(name) ? undefined : name));
    expect(await Promise.all(all)).toEqual(expected);
    expect(reads).toBe(names.length);
  });
});
