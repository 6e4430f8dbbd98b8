import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Fault, RequestKind } from "../../support/scripted-store.ts";
import { expectSound } from "../../support/sound-report.ts";
import {
  hang,
  html,
  loseAnswer,
  refuseUnsignedHeaders,
  reset,
  s3Error,
  truncate,
} from "../../support/store-faults.ts";
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

const TIMEOUT_MS = 400;

/** What a fault of one kind of request leaves in the report when it tells nothing. */
const AMISS: Record<Exclude<RequestKind, "multipart" | "settings">, string[]> = {
  list: ["credentials-accepted: inconclusive error"],
  put: ["upload-accepted: inconclusive error"],
  get: [
    "download-matches: inconclusive error",
    "browser-allowed: inconclusive error",
    "probe-removed: inconclusive warning",
  ],
  head: ["head-accepted: inconclusive error"],
  copy: ["unsigned-headers-refused: inconclusive warning"],
  delete: ["delete-accepted: inconclusive error", "probe-removed: failed warning"],
  preflight: ["browser-allowed: inconclusive error"],
  unsigned: ["not-public: inconclusive error"],
};
const KINDS = Object.keys(AMISS) as (keyof typeof AMISS)[];

const withFault = async (fault: Fault) => {
  const outcome = await bench.validate({
    faults: [fault, refuseUnsignedHeaders],
    callTimeoutMs: TIMEOUT_MS,
  });
  expectSound(outcome.report, bench);
  expect(outcome.broken).toEqual([]);
  return outcome;
};

const messagesOf = ({ report }: Awaited<ReturnType<typeof withFault>>) =>
  report.findings.map(({ message }) => message).join("\n");

test.each(KINDS)("a store that never answers a %s", async (kind) => {
  const outcome = await withFault(hang(kind));
  expect(outcome.amiss).toEqual(AMISS[kind]);
  if (kind !== "get") expect(messagesOf(outcome)).toContain("The store did not answer within 0.4 s.");
  expect(outcome.report.valid).toBe(kind === "copy");
  await expect.poll(() => bench.store.connections().open).toBe(0);
});

test.each(KINDS)("a store that resets the connection at a %s", async (kind) => {
  const outcome = await withFault(reset(kind));
  expect(outcome.amiss).toEqual(AMISS[kind]);
  expect(messagesOf(outcome)).toContain("The store broke off the connection before it answered.");
});

test.each(KINDS)("a store that cannot serve a %s right now", async (kind) => {
  const outcome = await withFault(s3Error(503, "ServiceUnavailable", kind));
  expect(outcome.amiss).toEqual(AMISS[kind]);
  expect(messagesOf(outcome)).toMatch(/cannot serve .* right now|HTTP 503/);
});

test.each(["list", "put", "get", "head", "copy", "delete"] as const)(
  "an HTML page with status 200 instead of the answer to a %s",
  async (kind) => {
    const { report, amiss } = await withFault(html(200, kind));
    expect(amiss).toEqual(
      {
        list: ["credentials-accepted: inconclusive error"],
        put: [
          "download-matches: failed error",
          "head-accepted: failed error",
          "browser-allowed: failed error",
        ],
        get: [
          "download-matches: failed error",
          "browser-allowed: failed error",
          "probe-removed: failed warning",
        ],
        head: ["head-accepted: failed error"],
        copy: ["unsigned-headers-refused: inconclusive warning"],
        delete: ["probe-removed: failed warning"],
      }[kind],
    );
    expect(report.valid).toBe(kind === "copy" || kind === "delete");
  },
);

test.each([
  ["list", ["credentials-accepted: inconclusive error"]],
  ["put", ["upload-accepted: inconclusive error"]],
  [
    "get",
    [
      "download-matches: inconclusive error",
      "browser-allowed: failed error",
      "probe-removed: inconclusive warning",
    ],
  ],
  ["copy", ["unsigned-headers-refused: inconclusive warning"]],
  ["delete", ["delete-accepted: inconclusive error", "probe-removed: failed warning"]],
] as const)("an HTML page with status 403 instead of the answer to a %s", async (kind, expected) => {
  const { check, amiss } = await withFault(html(403, kind));
  expect(amiss).toEqual(expected);
  if (kind === "list")
    expect(check("credentials-accepted")).toMatchObject({
      message: "The store's answer (HTTP 403) is not one that an object store gives.",
      fix: expect.stringContaining("not a web page, console or proxy"),
    });
});

test.each(["list", "get"] as const)("an answer to a %s that ends half-way", async (kind) => {
  const { amiss } = await withFault(truncate(kind));
  expect(amiss).toEqual(AMISS[kind]);
});

test("an upload whose answer was lost is swept away", async () => {
  const { amiss } = await withFault(loseAnswer("put"));
  expect(amiss).toEqual(AMISS.put);
  expect(bench.store.seen.filter(({ kind }) => kind === "delete")).toHaveLength(2); // the upload and the one in parts
  expect(await bench.left()).toEqual([]);
});

test("a copy whose answer was lost is swept away", async () => {
  const { amiss } = await withFault(loseAnswer("copy"));
  expect(amiss).toEqual(AMISS.copy);
  expect(await bench.left()).toEqual([]);
});
