import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Fault, SeenRequest } from "../../support/scripted-store.ts";
import { expectSound } from "../../support/sound-report.ts";
import { deny, hang, html, loseAnswer, refuseUnsignedHeaders, s3Error } from "../../support/store-faults.ts";
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

const STEPS = {
  begin: ({ method, url }: SeenRequest) => method === "POST" && /[?&]uploads=/.test(url),
  part: ({ method }: SeenRequest) => method === "PUT",
  complete: ({ method, url }: SeenRequest) => method === "POST" && /[?&]uploadId=/.test(url),
  abort: ({ method }: SeenRequest) => method === "DELETE",
};

/** Lets a fault strike one step of an upload in parts. */
const at = (step: keyof typeof STEPS, fault: Fault): Fault => ({
  on: ["multipart"],
  act: (turn) => (STEPS[step](turn.seen) ? fault.act(turn) : turn.carryOn()),
});

const validate = (fault: Fault) =>
  bench.validate({ faults: [fault, refuseUnsignedHeaders], callTimeoutMs: 1_000 });

const aborts = () => bench.store.seen.filter((seen) => seen.kind === "multipart" && STEPS.abort(seen));

test("an upload is completed and another aborted, and nothing of either stays", async () => {
  const { amiss, check } = await validate({ on: [], act: () => undefined });
  expect(amiss).toEqual([]);
  expect(check("multipart-accepted").message).toBe(
    "An upload in parts was begun, completed, and another one aborted.",
  );
  const seen = bench.store.seen.filter(({ kind }) => kind === "multipart");
  const count = (step: keyof typeof STEPS) => seen.filter(STEPS[step]).length;
  expect([count("begin"), count("part"), count("complete"), count("abort")]).toEqual([2, 1, 1, 1]);
  expect(await bench.left()).toEqual([]);
});

test.each([
  ["begin", "beginning an upload in parts", "s3:PutObject"],
  ["part", "uploading a part", "s3:PutObject"],
  ["complete", "completing an upload in parts", "s3:PutObject"],
  ["abort", "aborting an upload in parts", "s3:AbortMultipartUpload"],
] as const)("a %s that is denied", async (step, doing, permission) => {
  const { report, amiss, check } = await validate(at(step, deny()));
  expectSound(report, bench);
  expect(amiss).toEqual(["multipart-accepted: failed error"]);
  expect(check("multipart-accepted")).toMatchObject({
    message: `The store does not allow ${doing} with these credentials.`,
    fix: expect.stringContaining(`Grant ${permission}`),
  });
  expect(await bench.left()).toEqual([]);
});

test.each(["begin", "part", "complete", "abort"] as const)(
  "a %s that is never answered, broken off, busy or an HTML page is not a pass",
  async (step) => {
    for (const fault of [hang(), s3Error(503, "SlowDown"), html(403)]) {
      const { report, amiss } = await validate(at(step, fault));
      expectSound(report, bench);
      expect(amiss).toEqual(["multipart-accepted: inconclusive error"]);
      expect(await bench.left()).toEqual([]);
    }
  },
);

test.each(["begin", "complete"] as const)(
  "a web page with status 200 to a %s is not a pass",
  async (step) => {
    const { amiss } = await validate(at(step, html(200)));
    expect(amiss).toEqual(["multipart-accepted: inconclusive error"]);
  },
);

test("a completion that says 200 and then fails is not a pass", async () => {
  const { amiss } = await validate(at("complete", s3Error(200, "InternalError")));
  expect(amiss).toEqual(["multipart-accepted: inconclusive error"]);
});

test("a store without uploads in parts", async () => {
  const { amiss, check } = await validate(at("begin", s3Error(501, "NotImplemented")));
  expect(amiss).toEqual(["multipart-accepted: failed error"]);
  expect(check("multipart-accepted").message).toBe("The store does not offer beginning an upload in parts.");
});

test("an upload that was begun and not completed is aborted when the checks end", async () => {
  await validate(at("part", deny()));
  expect(aborts()).toHaveLength(2);
});

test("a completion whose answer was lost leaves no object", async () => {
  const { amiss } = await validate(at("complete", loseAnswer()));
  expect(amiss).toEqual(["multipart-accepted: inconclusive error"]);
  expect(await bench.left()).toEqual([]);
});
