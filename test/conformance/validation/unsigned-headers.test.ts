import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readRegisteredStores } from "../../../lib/buckets/registered-stores.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import { holdRoot } from "../../support/hold-root.ts";
import { memoryTeamStore } from "../../support/memory-team-store.ts";
import type { Fault } from "../../support/scripted-store.ts";
import { expectSound } from "../../support/sound-report.ts";
import { answer, change, deny, refuseUnsignedHeaders, s3Error } from "../../support/store-faults.ts";
import { type Bench, startBench } from "../../support/validation-bench.ts";

let bench: Bench;

beforeAll(async () => {
  bench = await startBench();
});
afterEach(async () => {
  bench.store.reset();
  await bench.wipe();
});
afterAll(() => bench.close());

const CHECK = "unsigned-headers-refused";
const OBEYS = "The store obeys a copy header that was not signed";

/** Keys that end at the path: the store denies what is outside. */
const confinedTo = (path: string): Fault => ({
  on: ["get"],
  act: (turn) =>
    turn.seen.url.includes(`/${bench.bucketName}/${path}/`) ? turn.carryOn() : deny().act(turn),
});

const ownBucket = (path: string): Bucket => {
  const [store] = readRegisteredStores(bench.address({ path })).all;
  if (store === undefined) throw new Error("The bench's own bucket was not read");
  return store.bucket;
};

test("a store that obeys, with the whole bucket for one team: a warning", async () => {
  const { report, amiss, check } = await bench.validate();
  expectSound(report, bench);
  expect(amiss).toEqual([`${CHECK}: failed warning`]);
  expect(report.valid).toBe(true);
  expect(check(CHECK)).toMatchObject({
    message: expect.stringContaining(OBEYS),
    fix: expect.stringContaining("Give this team a bucket and an access key of its own"),
  });
  expect(report.findings).toHaveLength(1);
  expect(await bench.left()).toEqual([]);
});

test("a store that obeys, with keys that reach beyond the path: an error", async () => {
  const { report, amiss } = await bench.validate({ path: "runs" });
  expectSound(report, bench);
  expect(amiss).toEqual([`${CHECK}: failed error`]);
  expect(report.valid).toBe(false);
});

test("a store that obeys, with keys that end at the path: a warning", async () => {
  const { report, amiss } = await bench.validate({ path: "runs", faults: [confinedTo("runs")] });
  expectSound(report, bench);
  expect(amiss).toEqual([`${CHECK}: failed warning`]);
});

test("a store that obeys, in a bucket with another team: an error, wherever the keys end", async () => {
  const teamStore = memoryTeamStore();
  await holdRoot(teamStore, { org: "acme", name: "kappa", bucket: ownBucket("kappa") });
  const { report, amiss } = await bench.validate({ teamStore, path: "runs", faults: [confinedTo("runs")] });
  expectSound(report, bench);
  expect(amiss).toEqual([`${CHECK}: failed error`]);
});

test("a team alone in its bucket does not share it with itself", async () => {
  const teamStore = memoryTeamStore();
  await holdRoot(teamStore, { org: "acme", name: "omega", bucket: ownBucket("") });
  const { amiss } = await bench.validate({ teamStore });
  expect(amiss).toEqual([`${CHECK}: failed warning`]);
});

test("a key that also opens other registered buckets is told of", async () => {
  const registered = [bench.address(), bench.address({ bucketName: "acme-other" })].join(",");
  const { report, check } = await bench.validate({ registered });
  expectSound(report, bench);
  expect(check(CHECK).message).toContain("The same access key opens other registered buckets");
});

test("as AWS refuses: passed, whatever the keys reach", async () => {
  for (const path of ["", "runs"]) {
    const { report, check } = await bench.validate({ path, faults: [refuseUnsignedHeaders] });
    expectSound(report, bench);
    expect(check(CHECK)).toMatchObject({
      status: "passed",
      message: "A request with a header that was not signed is refused.",
    });
  }
});

test.each([
  [
    "as MinIO refuses",
    answer(
      400,
      "<Error><Code>AccessDenied</Code><Message>There were headers present in the request which were not signed</Message></Error>",
      "copy",
    ),
  ],
  ["a signature that no longer fits", s3Error(403, "SignatureDoesNotMatch", "copy")],
  ["denied, while reading is allowed", deny("copy")],
])("%s: passed", async (_, fault) => {
  const { check } = await bench.validate({ path: "runs", faults: [fault] });
  expect(check(CHECK).status).toBe("passed");
});

test.each(["NoSuchKey", "NoSuchBucket"])("a store that says %s has looked for the source", async (code) => {
  const { report, check } = await bench.validate({ path: "runs", faults: [s3Error(404, code, "copy")] });
  expectSound(report, bench);
  expect(check(CHECK)).toMatchObject({
    status: "failed",
    severity: "error",
    message: expect.stringContaining(OBEYS),
  });
});

test.each([
  ["a refusal that may be of the copy and not of the header", [s3Error(400, "InvalidArgument", "copy")]],
  ["denied, where reading is denied too", [deny("copy", "get")]],
  ["a store that cannot answer now", [s3Error(503, "SlowDown", "copy")]],
])("%s: inconclusive, as severe as a failure would be", async (_, faults) => {
  const whole = await bench.validate({ faults });
  expectSound(whole.report, bench);
  expect(whole.check(CHECK)).toMatchObject({ status: "inconclusive", severity: "warning" });
  const shared = memoryTeamStore();
  await holdRoot(shared, { org: "acme", name: "kappa", bucket: ownBucket("kappa") });
  const besides = await bench.validate({ faults, path: "runs", teamStore: shared });
  expect(besides.check(CHECK)).toMatchObject({ status: "inconclusive", severity: "error" });
  expect(besides.report.valid).toBe(false);
});

test("a copy that comes back as neither upload is no proof of anything", async () => {
  const garble = change((real) => ({ ...real, body: real.body.map((byte) => byte ^ 1) }), "get");
  const { check } = await bench.validate({ faults: [garble] });
  expect(check(CHECK).status).toBe("inconclusive");
});

test("when it cannot be known whether the bucket is shared, a store that obeys is not let through", async () => {
  const teamStore = memoryTeamStore();
  let reads = 0;
  const { report, broken } = await bench.validate({
    teamStore: {
      ...teamStore,
      readClaim: async (place) => {
        reads += 1;
        if (reads > 1) throw new Error("The table is away");
        return teamStore.readClaim(place);
      },
    },
  });
  expectSound(report, bench);
  expect(broken).toMatchObject([{ check: CHECK, error: { message: "The table is away" } }]);
  expect(report.valid).toBe(false);
});
