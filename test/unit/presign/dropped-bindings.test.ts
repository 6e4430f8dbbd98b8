import { beforeEach, expect, test } from "vitest";
import { type Bindings, cachedBindings, type OpenBinding } from "../../../lib/presign/bindings.ts";
import { secret } from "../../../lib/secret.ts";
import { type MemoryTeamStore, memoryTeamStore } from "../../support/memory-team-store.ts";
import { sampleTeam } from "../../support/sample-team.ts";
import { wrapTeamStore } from "../../support/wrap-team-store.ts";

/** Seconds that lie between two drops of one team at least. */
const PAUSE = 10;

let clock: Date;
let store: MemoryTeamStore;
let reads: number;
let openings: number;
let forgotten: string[];
let lookups: string[];
let beforeRead: () => Promise<void>;
let bindings: Bindings;

beforeEach(async () => {
  clock = new Date("2026-11-24T12:00:00Z");
  store = memoryTeamStore();
  reads = 0;
  openings = 0;
  forgotten = [];
  lookups = [];
  beforeRead = async () => undefined;
  bindings = cachedBindings({
    now: () => clock,
    store: wrapTeamStore(store, async (_method, call) => {
      reads++;
      const answer = await call();
      await beforeRead();
      return answer;
    }),
    keySourceOf: () => {
      const serial = ++openings;
      const key = { accessKeyId: `AKIA${serial}`, secretAccessKey: secret("s") };
      return async () => key;
    },
    forgetKeys: ({ org, name }) => void forgotten.push(`${org}/${name}`),
    count: (lookup) => void lookups.push(lookup),
  });
  for (const name of ["Omega", "Kappa"])
    await store.writeTeam(
      "acme",
      name.toLowerCase(),
      { state: "active", team: sampleTeam({ name }) },
      undefined,
    );
});

function pass(seconds: number): void {
  clock = new Date(clock.getTime() + seconds * 1_000);
}

async function found(name = "omega"): Promise<OpenBinding> {
  const binding = await bindings.find("acme", name);
  return binding ?? expect.unreachable("the team is there");
}

const urlBy = async (binding: OpenBinding) =>
  (await (await binding.signer()).sign({ method: "GET", key: "a", expiresInSeconds: 60 })).url;

test("a lookup is a hit when it asks the table nothing, also while another is waited for", async () => {
  await Promise.all([found(), found(), found("KAPPA")]);
  await found();
  pass(60);
  await found();
  await bindings.find("acme", "nobody");
  expect(lookups).toEqual(["miss", "hit", "miss", "hit", "miss", "miss"]);
  expect(lookups.filter((lookup) => lookup === "miss")).toHaveLength(reads);
});

test("a dropped binding is read again with other keys and another signer, though its team has not changed", async () => {
  const first = await found();
  expect(await urlBy(first)).toContain("AKIA1");
  expect(bindings.drop(first)).toBe(true);
  const second = await found("OMEGA");
  expect(await urlBy(second)).toContain("AKIA2");
  expect([reads, openings, forgotten]).toEqual([2, 2, ["acme/Omega"]]);
  expect(await found()).toBe(second);
});

test("no other team's is read again", async () => {
  const other = await found("kappa");
  bindings.drop(await found());
  expect(await found("kappa")).toBe(other);
});

test("all who were refused with the old keys are sent to the new ones, which are read once", async () => {
  const old = await found();
  const all = await Promise.all(
    Array.from({ length: 20 }, async () => {
      expect(bindings.drop(old)).toBe(true);
      return found();
    }),
  );
  expect(new Set(all).size).toBe(1);
  expect([reads, forgotten]).toEqual([2, ["acme/Omega"]]);
});

test("a binding that was read anew a moment ago is not dropped again", async () => {
  bindings.drop(await found());
  const second = await found();
  pass(PAUSE - 1);
  expect(bindings.drop(second)).toBe(false);
  expect(await found()).toBe(second);
  pass(1);
  expect(bindings.drop(second)).toBe(true);
  expect(await found()).not.toBe(second);
});

test("a binding that is past its time, but whose team has not changed, is dropped all the same", async () => {
  const first = await found();
  pass(60);
  expect(bindings.drop(first)).toBe(true);
  expect(await found()).not.toBe(first);
});

test("what was being read while the binding was dropped is not kept", async () => {
  const first = await found();
  pass(60);
  const gate = Promise.withResolvers<void>();
  beforeRead = () => gate.promise;
  const early = found();
  expect(bindings.drop(first)).toBe(true);
  beforeRead = async () => undefined;
  const late = await found();
  gate.resolve();
  expect(await early).toBe(first);
  expect(late).not.toBe(first);
  expect(await found()).toBe(late);
});
