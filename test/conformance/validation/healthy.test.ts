import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { expectSound } from "../../support/sound-report.ts";
import { ignoreUnsignedHeaders, refuseUnsignedHeaders } from "../../support/store-faults.ts";
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

/** Nothing of this bench's bucket is another organisation's, and its store does not say how it encrypts. */
const NOT_APPLICABLE = ["tenant-pinned", "ownership-proved", "encryption-as-declared"];

test("a healthy bucket passes every check and is left as it was", async () => {
  const { report, amiss, broken } = await bench.validate({ faults: [refuseUnsignedHeaders] });
  expectSound(report, bench);
  expect(amiss).toEqual([]);
  expect(broken).toEqual([]);
  expect(report.valid).toBe(true);
  const skipped = report.checks.filter(({ status }) => status !== "passed").map(({ name }) => name);
  expect(skipped).toEqual(NOT_APPLICABLE);
  expect(await bench.left()).toEqual([]);
});

test("every connection is closed when the report is there", async () => {
  await bench.validate({ faults: [refuseUnsignedHeaders] });
  expect(bench.store.connections().total).toBeGreaterThan(1);
  await expect.poll(() => bench.store.connections().open).toBe(0);
});

test("objects are touched only under the probe's folder inside the path", async () => {
  const { report } = await bench.validate({ faults: [refuseUnsignedHeaders], path: "runs/omega" });
  expectSound(report, bench);
  const writes = bench.store.seen.filter(({ kind }) => ["put", "copy", "delete"].includes(kind));
  expect(writes.length).toBeGreaterThan(0);
  for (const { url } of writes) expect(url).toContain(`/${bench.bucketName}/runs/omega/.wandb-byob/probe/`);
  expect(await bench.left()).toEqual([]);
});

test("a store that ignores unsigned headers passes", async () => {
  const { report, check } = await bench.validate({ faults: [ignoreUnsignedHeaders] });
  expectSound(report, bench);
  expect(check("unsigned-headers-refused")).toMatchObject({
    status: "passed",
    message: "A header that was not signed is ignored.",
  });
  expect(report.valid).toBe(true);
});
