import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { CHECK_NAMES } from "../../../lib/buckets/report.ts";
import { holdRoot } from "../../support/hold-root.ts";
import { memoryTeamStore } from "../../support/memory-team-store.ts";
import { expectSound } from "../../support/sound-report.ts";
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

test("an address that cannot be read: one finding, everything else not tried", async () => {
  const { report, amiss, check } = await bench.validate({
    address: "s3://KEY:hush%ZZhush@host:1/b?region=x",
  });
  expectSound(report, bench);
  expect(amiss).toEqual(["address-well-formed: failed error"]);
  expect(JSON.stringify(report)).not.toContain("hush");
  for (const name of CHECK_NAMES.slice(1))
    expect(check(name)).toMatchObject({
      status: "skipped",
      message: "Not tried, because address-well-formed did not pass.",
    });
});

test("a store that is not registered: what to register, that a restart is needed, and no keys", async () => {
  const address = bench.address({ bucketName: "acme-other", path: "runs" });
  const { report, amiss, check } = await bench.validate({ address });
  expectSound(report, bench);
  expect(amiss).toEqual(["store-registered: failed error"]);
  expect(check("store-registered")).toMatchObject({
    message: "This store is not registered with the deployment.",
    fix: expect.stringMatching(
      /^Ask the operator to add s3:\/\/127\.0\.0\.1:\d+\/acme-other\?\S+ .*GORILLA_SUPPORTED_FILE_STORES and to restart the service\.$/,
    ),
  });
  expect(bench.store.connections().total).toBe(0);
});

test("a path outside the one that is registered is not covered", async () => {
  const registered = bench.address({ path: "runs" });
  const beside = await bench.validate({ registered, path: "runs-2" });
  expect(beside.amiss).toEqual(["store-registered: failed error"]);
  const around = await bench.validate({ registered });
  expect(around.amiss).toEqual(["store-registered: failed error"]);
  expect(bench.store.connections().total).toBe(0);
  const inside = await bench.validate({ registered, path: "runs/omega" });
  expect(inside.check("store-registered").status).toBe("passed");
});

test("any CoreWeave bucket is registered by cw://, and asked for by it", async () => {
  const { check } = await bench.validate({ address: "cw://K:hush@cwobject.com/data" });
  expect(check("store-registered").fix).toContain("Ask the operator to add cw:// to ");
});

test("multi-tenant takes no S3-compatible store, and does not connect to one", async () => {
  const { report, amiss, check } = await bench.validate({ deployment: { type: "multi-tenant" } });
  expectSound(report, bench);
  expect(amiss).toEqual(["provider-supported: failed error"]);
  expect(check("provider-supported")).toMatchObject({
    message: "A multi-tenant deployment takes no MINIO bucket from a team.",
    fix: "Use one of COREWEAVE, AWS, GCP.",
  });
  expect(bench.store.connections().total).toBe(0);
});

test("a name that breaks the provider's rules", async () => {
  const address = bench.address({ bucketName: "a" });
  const registered = bench.address();
  const { report, check } = await bench.validate({ address, registered });
  expectSound(report, bench);
  expect(check("bucket-name-valid")).toMatchObject({
    status: "failed",
    message: "The bucket name of an S3-compatible store has 3 to 255 characters.",
  });
  expect(check("path-free").status).toBe("skipped");
});

/** No region has this name: the host has no address, so nothing is connected to on any network. */
const NO_REGION = "us-east-99";

test("in multi-tenant, where no store is registered, the other checks run all the same", async () => {
  const teamStore = memoryTeamStore();
  await holdRoot(teamStore, {
    org: "rival-inc",
    name: "first",
    bucket: { provider: "AWS", name: "acme-data", path: "", region: NO_REGION },
  });
  const { report, check, amiss } = await bench.validate({
    address: `s3://K:hush@s3.${NO_REGION}.amazonaws.com/acme-data/runs`,
    deployment: { type: "multi-tenant" },
    teamStore,
  });
  expectSound(report, bench);
  expect(check("store-registered")).toMatchObject({
    status: "skipped",
    message: "Not applicable: a multi-tenant deployment has no registered stores.",
  });
  expect(amiss).toContain("path-free: failed error");
  expect(amiss).toContain("endpoint-allowed: inconclusive error");
  expect(report.valid).toBe(false);
  expect(JSON.stringify(report)).not.toContain("hush");
});
