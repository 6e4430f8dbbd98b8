import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { parseAddress } from "../../../lib/buckets/address.ts";
import { registeredAddressContext } from "../../../lib/buckets/address-context.ts";
import { readRegisteredStores } from "../../../lib/buckets/registered-stores.ts";
import type { KeySource } from "../../../lib/credentials/key-source.ts";
import { localVault } from "../../../lib/credentials/local-vault.ts";
import type { Deployment } from "../../../lib/deployment.ts";
import { AppError } from "../../../lib/errors.ts";
import { secret } from "../../../lib/secret.ts";
import type { AddressFound } from "../../../lib/storage/address/address-result.ts";
import { type Continuity, readsWhatOldKeysWrite } from "../../../lib/teams/reads-what-old-keys-write.ts";
import { memoryTeamStore } from "../../support/memory-team-store.ts";
import { sampleTeam } from "../../support/sample-team.ts";
import type { Fault } from "../../support/scripted-store.ts";
import { answer, deny, html, reset, s3Error } from "../../support/store-faults.ts";
import { type Bench, startBench } from "../../support/validation-bench.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterEach(() => bench.store.reset());
afterAll(() => bench.close());

const deployment: Deployment = { type: "self-managed", org: "acme", frontendOrigins: [] };

function addressFound(): AddressFound {
  const registered = readRegisteredStores(bench.address());
  const address = parseAddress(bench.address(), registeredAddressContext({ deployment, registered }));
  if (!address.ok) throw new Error("The bench's own address is not one");
  return address;
}

/** What is found out about the bench's bucket when its team has these keys, and other keys of the same owner come. */
async function rotated(old: KeySource): Promise<Continuity> {
  const address = addressFound();
  const team = sampleTeam();
  team.binding = { ...team.binding, bucket: address.bucket, root: "" };
  const deps = {
    deployment,
    registered: readRegisteredStores(bench.address()),
    store: memoryTeamStore(),
    vault: localVault(new Uint8Array(32)),
    validationKeys: async () => undefined,
    inTurn: <T>(run: () => Promise<T>) => run(),
    now: () => new Date(),
    callTimeoutMs: 2_000,
    onFault: () => undefined,
    keySourceOf: () => old,
  };
  return readsWhatOldKeysWrite(deps, team, address);
}

const own: KeySource = async () => {
  const { credentials } = addressFound();
  if (credentials === undefined) throw new Error("The bench's address has no keys");
  return credentials;
};

test.each<[Continuity, string, Fault[]]>([
  ["reads", "they read it", []],
  ["blind", "they may not read it", [deny("get")]],
  ["blind", "they do not find it", [s3Error(404, "NoSuchKey", "get")]],
  ["blind", "they read something else", [answer(200, "something else", "get")]],
  ["unknown", "the store is overloaded at the download", [s3Error(503, "SlowDown", "get")]],
  ["unknown", "the store hangs up at the download", [reset("get")]],
  ["unknown", "the store is overloaded at the upload", [s3Error(503, "SlowDown", "put")]],
  ["unknown", "a proxy answers the upload", [html(502, "put")]],
  ["reads", "the old keys may write nothing more", [deny("put")]],
  ["reads", "the old keys do not exist any more", [s3Error(403, "InvalidAccessKeyId", "put")]],
])("%s: %s", async (expected, _what, faults) => {
  bench.store.script(...faults);
  expect(await rotated(own)).toBe(expected);
  bench.store.reset();
  expect(await bench.left()).toEqual([]);
});

test("old keys with another secret are dead", async () => {
  const wrong: KeySource = async () => ({ ...(await own()), secretAccessKey: secret("other") });
  expect(await rotated(wrong)).toBe("reads");
});

test("a seal that never opens does not keep its team from other keys", async () => {
  const error = new AppError("credentials.unavailable", "The team's credentials cannot be opened.");
  expect(await rotated(() => Promise.reject(error))).toBe("reads");
  expect(bench.store.seen).toEqual([]);
});

test.each([
  ["when KMS is throttled", new AppError("credentials.unavailable", "Later.", { retryAfterSeconds: 5 })],
  ["when something else breaks", new Error("boom")],
])("unknown: %s", async (_what, error) => {
  expect(await rotated(() => Promise.reject(error))).toBe("unknown");
});
