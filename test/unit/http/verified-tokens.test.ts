import { beforeEach, expect, test } from "vitest";
import { verifiedTokens } from "../../../lib/http/verified-tokens.ts";
import type { Principal } from "../../../lib/principal.ts";

/** Seconds within which a key that the issuer withdrew stops, of which its key set may be kept for four minutes. */
const STALE_AT_MOST = 300 - 240;
/** How many tokens are kept. */
const KEPT = 1_000;

let clock: Date;
let verified: string[];
let lookups: string[];
let lifeSeconds: number;
/** Called before a token is found good; may wait or throw. */
let beforeVerdict: () => Promise<void>;
let principalOf: (token: string) => Promise<Principal>;

beforeEach(() => {
  clock = new Date("2026-11-24T12:00:00Z");
  verified = [];
  lookups = [];
  lifeSeconds = 3_600;
  beforeVerdict = async () => undefined;
  principalOf = verifiedTokens({
    now: () => clock,
    count: (lookup) => void lookups.push(lookup),
    async verify(token) {
      verified.push(token);
      const endMs = clock.getTime() + lifeSeconds * 1_000;
      await beforeVerdict();
      return { principal: { sub: token, org: "acme", teams: new Set(), roles: new Set() }, endMs };
    },
  });
});

function pass(seconds: number): void {
  clock = new Date(clock.getTime() + seconds * 1_000);
}

test("a token is verified once for all who send it at the same time, and not again for a while", async () => {
  const gate = Promise.withResolvers<void>();
  beforeVerdict = () => gate.promise;
  const all = Promise.all([principalOf("one"), principalOf("one"), principalOf("other")]);
  gate.resolve();
  const [first, second, other] = await all;
  expect(second).toBe(first);
  expect(other?.sub).toBe("other");
  pass(STALE_AT_MOST - 1);
  expect(await principalOf("one")).toBe(first);
  expect(verified).toEqual(["one", "other"]);
  expect(lookups).toEqual(["miss", "hit", "miss", "hit"]);
});

test("it is verified again soon enough for a withdrawn key to stop, however often it is sent", async () => {
  for (let second = 0; second < STALE_AT_MOST; second++) {
    await principalOf("one");
    pass(1);
  }
  beforeVerdict = () => Promise.reject(new Error("the key is not published any more"));
  await expect(principalOf("one")).rejects.toThrow("not published");
});

test("it is not kept past its end", async () => {
  lifeSeconds = 20;
  await principalOf("one");
  pass(19);
  await principalOf("one");
  expect(verified).toHaveLength(1);
  pass(1);
  await principalOf("one");
  expect(verified).toHaveLength(2);
});

test("a token that is past its end already is not kept at all", async () => {
  lifeSeconds = -5;
  await principalOf("one");
  await principalOf("one");
  expect(verified).toHaveLength(2);
});

test("a failure is everybody's who waits for it, and is not kept", async () => {
  beforeVerdict = () => Promise.reject(new Error("no keys"));
  const ends = await Promise.allSettled([principalOf("one"), principalOf("one")]);
  expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  beforeVerdict = async () => undefined;
  expect((await principalOf("one")).sub).toBe("one");
  expect(verified).toHaveLength(2);
});

test("no more than so many are kept: the longest unused go first", async () => {
  for (let index = 0; index <= KEPT; index++) await principalOf(`token-${index}`);
  await principalOf(`token-${KEPT}`);
  expect(verified).toHaveLength(KEPT + 1);
  await principalOf("token-0");
  expect(verified).toHaveLength(KEPT + 2);
});
