import { beforeEach, describe, expect, test } from "vitest";
import { type Bindings, cachedBindings } from "../../../lib/presign/bindings.ts";
import { type MultipartDeps, type Target, targetOf } from "../../../lib/presign/multipart/open-upload.ts";
import { atStore } from "../../../lib/presign/multipart/store-call.ts";
import { uploadIds } from "../../../lib/presign/multipart/upload-ids.ts";
import type { Principal } from "../../../lib/principal.ts";
import { secret } from "../../../lib/secret.ts";
import type { Spent } from "../../../lib/storage/spent.ts";
import { type MemoryTeamStore, memoryTeamStore } from "../../support/memory-team-store.ts";
import { sampleTeam } from "../../support/sample-team.ts";

const MEMBER: Principal = { sub: "member1", org: "acme", teams: new Set(["omega"]), roles: new Set() };
const TIMEOUT_MS = 5_000;

let clock: Date;
let store: MemoryTeamStore;
let bindings: Bindings;
/** Of the key that the table holds; each time that it is opened it is another object. */
let keyId: string;
/** What the store answers, one cause a request; `ok` when there are no more. */
let causes: Spent["cause"][];
/** The key id of each request that was sent. */
let asked: string[];
let timeouts: number[];
let closed: number;

beforeEach(async () => {
  clock = new Date("2026-11-24T12:00:00Z");
  store = memoryTeamStore();
  await store.writeTeam("acme", "omega", { state: "active", team: sampleTeam() }, undefined);
  keyId = "OLD";
  [causes, asked, timeouts, closed] = [[], [], [], 0];
  bindings = cachedBindings({
    store,
    now: () => clock,
    keySourceOf: () => {
      const key = { accessKeyId: keyId, secretAccessKey: secret("s") };
      return async () => key;
    },
  });
});

/** Milliseconds that each request takes. */
async function call(tookMs = 0): Promise<{ target: Target; spent: Spent }> {
  const deps: MultipartDeps = {
    bindings,
    deployment: { type: "self-managed", org: "acme", frontendOrigins: [] },
    now: () => clock,
    attribution: false,
    uploadIds: uploadIds(async () => new Uint8Array(32)),
    openLine: async (_binding, timeoutMs) => {
      timeouts.push(timeoutMs);
      return {
        async spend(grant) {
          asked.push(/Credential=(\w+)/.exec((await grant).url)?.[1] ?? "");
          clock = new Date(clock.getTime() + tookMs);
          return { cause: causes.shift() ?? "ok" };
        },
        close: async () => void closed++,
      };
    },
  };
  const find = () => targetOf(deps, MEMBER, { team: "omega", key: "a" });
  return atStore(deps, await find(), {
    timeoutMs: TIMEOUT_MS,
    again: find,
    ask: ({ abort }, { fullKey }) => abort && ((line) => line.spend(abort(fullKey, "id"))),
  });
}

describe("a store that refuses the keys at hand", () => {
  test.each<Spent["cause"]>([
    "wrong-key-id",
    "wrong-secret",
    "disabled-key",
    "expired-credentials",
    "access-denied",
  ])("by %s is asked once more with those that the table holds now", async (cause) => {
    await bindings.find("acme", "omega");
    keyId = "NEW";
    causes = [cause];
    const { target, spent } = await call();
    expect([spent.cause, asked, closed]).toEqual(["ok", ["OLD", "NEW"], 2]);
    expect(target.binding).toBe(await bindings.find("acme", "omega"));
  });

  test("both times is not asked a third time, and once only by the next request", async () => {
    causes = ["access-denied", "access-denied", "access-denied"];
    expect((await call()).spent.cause).toBe("access-denied");
    expect(asked).toHaveLength(2);
    expect((await call()).spent.cause).toBe("access-denied");
    expect([asked.length, closed]).toEqual([3, 3]);
  });

  test("is asked within what is left of the time, and not when none is", async () => {
    causes = ["access-denied"];
    await call(2_000);
    expect(timeouts).toEqual([TIMEOUT_MS, TIMEOUT_MS - 2_000]);
    clock = new Date(clock.getTime() + 60_000);
    [causes, timeouts] = [["access-denied"], []];
    expect((await call(TIMEOUT_MS)).spent.cause).toBe("access-denied");
    expect(timeouts).toEqual([TIMEOUT_MS]);
  });

  test("is not asked again for a team that is no more", async () => {
    await bindings.find("acme", "omega");
    const { version } = (await store.readTeam("acme", "omega")) ?? {};
    await store.writeTeam("acme", "omega", { state: "void" }, version);
    causes = ["wrong-key-id"];
    await expect(call()).rejects.toMatchObject({ code: "team.not_found" });
    expect(asked).toHaveLength(1);
  });
});

test.each<Spent["cause"]>(["ok", "no-such-key", "no-such-bucket", "kms-denied", "unavailable", "clock-skew"])(
  "a store that answers %s keeps the keys that it was asked with",
  async (cause) => {
    const before = await bindings.find("acme", "omega");
    causes = [cause];
    expect((await call()).spent.cause).toBe(cause);
    expect(asked).toEqual(["OLD"]);
    expect(await bindings.find("acme", "omega")).toBe(before);
  },
);
