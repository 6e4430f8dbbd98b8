import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readRegisteredStores } from "../../../lib/buckets/registered-stores.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import { holdRoot } from "../../support/hold-root.ts";
import { memoryTeamStore } from "../../support/memory-team-store.ts";
import { expectSound } from "../../support/sound-report.ts";
import { refuseUnsignedHeaders } from "../../support/store-faults.ts";
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

const ownBucket = (path: string): Bucket => {
  const [store] = readRegisteredStores(bench.address({ path })).all;
  if (store === undefined) throw new Error("The bench's own bucket was not read");
  return store.bucket;
};

const asked = async (holder: { org: string; name: string; path: string }, path: string) => {
  const teamStore = memoryTeamStore();
  await holdRoot(teamStore, { ...holder, bucket: ownBucket(holder.path) });
  const outcome = await bench.validate({ teamStore, path, faults: [refuseUnsignedHeaders] });
  expectSound(outcome.report, bench);
  return outcome;
};

test.each([
  ["the same root", "runs", "runs"],
  ["a root inside it", "runs", "runs/omega"],
  ["a root around it", "runs/kappa", "runs"],
  ["the whole bucket", "runs", ""],
  ["any root where the whole bucket is taken", "", "runs"],
])(
  "%s as a team of one's own organisation: the team is named, and nothing is sent",
  async (_, theirs, ours) => {
    const { report, amiss, check } = await asked({ org: "acme", name: "Kappa", path: theirs }, ours);
    expect(amiss).toEqual(["path-free: failed error"]);
    expect(report.valid).toBe(false);
    expect(check("path-free")).toMatchObject({
      message: "Team Kappa already has this path of the bucket, or one inside or around it.",
      fix: "Choose a path beside that team's, or another bucket.",
    });
    expect(check("credentials-accepted")).toMatchObject({
      status: "skipped",
      message: "Not tried, because path-free did not pass.",
    });
    expect(bench.store.seen).toEqual([]);
  },
);

test.each([
  ["the same root", "runs", "runs"],
  ["a root beside theirs", "theirs", "ours"],
])(
  "%s in a bucket of another organisation: nobody is named, and nothing is sent",
  async (_, theirs, ours) => {
    const { report, amiss, check } = await asked({ org: "rival-inc", name: "Secretive", path: theirs }, ours);
    expect(amiss).toEqual(["path-free: failed error"]);
    expect(check("path-free")).toMatchObject({
      message: "This bucket already belongs to another organisation.",
      fix: expect.stringContaining("Use a bucket of your own"),
    });
    expect(JSON.stringify(report)).not.toMatch(/rival-inc|Secretive|theirs/i);
    expect(bench.store.seen).toEqual([]);
  },
);

test("the bucket of another organisation is theirs by whatever name it is reached", async () => {
  const teamStore = memoryTeamStore();
  await holdRoot(teamStore, { org: "rival-inc", name: "first", bucket: ownBucket("") });
  const spelling = bench.address().replace("s3://", "S3://").replace("region=us-east-1", "region=eu-west-9");
  const { amiss } = await bench.validate({ teamStore, address: spelling });
  expect(amiss).toEqual(["path-free: failed error"]);
  expect(bench.store.seen).toEqual([]);
});

test("a root beside that of a team of one's own organisation is free", async () => {
  const { report, check } = await asked({ org: "acme", name: "Kappa", path: "runs" }, "runs-2");
  expect(check("path-free").status).toBe("passed");
  expect(report.valid).toBe(true);
});

test("the team that has the root may have it checked again", async () => {
  const { report } = await asked({ org: "acme", name: "Omega", path: "runs" }, "runs");
  expect(report.valid).toBe(true);
});

test("when claims cannot be read, nothing is sent", async () => {
  const teamStore = { ...memoryTeamStore(), readClaim: () => Promise.reject(new Error("The table is away")) };
  const { report, amiss, check, broken } = await bench.validate({ teamStore });
  expectSound(report, bench);
  expect(amiss).toEqual(["path-free: inconclusive error"]);
  expect(check("path-free").message).toBe("This check broke off for a reason on our side.");
  expect(broken.map(({ check }) => check)).toEqual(["path-free"]);
  expect(bench.store.seen).toEqual([]);
});
