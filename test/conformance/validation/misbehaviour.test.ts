import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type ScriptedStore, startScriptedStore } from "../../support/scripted-store.ts";
import { expectSound } from "../../support/sound-report.ts";
import {
  answer,
  arriveAfterDelete,
  change,
  delay,
  drip,
  hang,
  html,
  oneRequestPerConnection,
  publicReads,
  RAW_TEXT,
  redirectTo,
  refuseUnsignedHeaders,
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

test("a store that answers everything with 200 is not valid", async () => {
  const { report, check } = await bench.validate({ faults: [html(200)] });
  expectSound(report, bench);
  expect(report.valid).toBe(false);
  expect(check("credentials-accepted")).toMatchObject({
    status: "inconclusive",
    message: "The store's answer (HTTP 200) is not one that an object store gives.",
  });
});

test("not even when all of its pages look like a list", async () => {
  const { report, check } = await bench.validate({
    faults: [
      answer(200, `<?xml version="1.0"?><ListBucketResult><Name>${RAW_TEXT}</Name></ListBucketResult>`),
    ],
  });
  expectSound(report, bench);
  expect(report.valid).toBe(false);
  expect(check("download-matches")).toMatchObject({
    status: "failed",
    message: "The store gave back other bytes than were uploaded.",
  });
  expect(check("not-public").status).toBe("failed");
});

test("a store that never answers anything is given up after one call", async () => {
  const { report, amiss } = await bench.validate({ faults: [hang()], callTimeoutMs: TIMEOUT_MS });
  expectSound(report, bench);
  expect(amiss).toEqual(["credentials-accepted: inconclusive error"]);
  expect(bench.store.seen).toHaveLength(1);
});

test("a store that is slow at every call is broken off, and still swept", async () => {
  const { report, check, broken } = await bench.validate({
    faults: [delay(800)], // four calls in a row fit into the time for all checks, the last of them do not
    callTimeoutMs: 1_000,
  });
  expectSound(report, bench);
  expect(broken).toEqual([]);
  expect(check("upload-accepted").status).toBe("passed");
  expect(check("probe-removed")).toMatchObject({ status: "inconclusive" });
  expect(await bench.left()).toEqual([]);
});

test("a body that trickles in without end is cut off by time", async () => {
  const { report, check } = await bench.validate({
    faults: [drip("<!-- -->", 20, "list")],
    callTimeoutMs: TIMEOUT_MS,
  });
  expectSound(report, bench);
  expect(check("credentials-accepted")).toMatchObject({
    status: "inconclusive",
    message: "The store did not answer within 0.4 s.",
  });
});

test("a body that floods in is cut off by size", async () => {
  const { report, check } = await bench.validate({ faults: [drip("x".repeat(65_536), 1, "list")] });
  expectSound(report, bench);
  expect(check("credentials-accepted")).toMatchObject({
    status: "inconclusive",
    message: "The store answered with far more than was asked for.",
  });
});

test("bytes that were changed on the way are found", async () => {
  const { report, amiss, check } = await bench.validate({
    faults: [
      change((real) => ({ ...real, body: real.body.map((byte) => byte ^ 1) }), "get"),
      refuseUnsignedHeaders,
    ],
  });
  expectSound(report, bench);
  expect(amiss).toEqual(["download-matches: failed error", "probe-removed: inconclusive warning"]);
  expect(check("download-matches").message).toBe("The store gave back other bytes than were uploaded.");
});

test("a HEAD that tells another size is found", async () => {
  const { report, amiss } = await bench.validate({
    faults: [
      change((real) => ({ ...real, headers: { ...real.headers, "content-length": "7" } }), "head"),
      refuseUnsignedHeaders,
    ],
  });
  expectSound(report, bench);
  expect(amiss).toEqual(["head-accepted: failed error"]);
});

test("objects that everyone can read", async () => {
  const { report, amiss, check } = await bench.validate({ faults: [publicReads, refuseUnsignedHeaders] });
  expectSound(report, bench);
  expect(amiss).toEqual(["not-public: failed error"]);
  expect(check("not-public")).toMatchObject({
    message: "Anyone can read the bucket's objects without signing.",
    fix: expect.stringContaining("put-bucket-acl"),
  });
});

test("the unsigned request carries nothing that a stranger would not have", async () => {
  await bench.validate({ faults: [refuseUnsignedHeaders] });
  const [unsigned] = bench.store.seen.filter(({ kind }) => kind === "unsigned");
  expect(unsigned?.url).not.toContain("?");
  expect(unsigned?.headers.authorization).toBeUndefined();
});

test("answers in chunks, and header names in capitals, are read alike", async () => {
  const shout = (headers: object) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
  const { report, amiss } = await bench.validate({
    faults: [
      change(
        ({ headers: { "content-length": _, ...headers }, ...real }) => ({ ...real, headers: shout(headers) }),
        "get",
        "list",
      ),
      change((real) => ({ ...real, headers: shout(real.headers) }), "head", "preflight", "put"),
      refuseUnsignedHeaders,
    ],
  });
  expectSound(report, bench);
  expect(amiss).toEqual([]);
});

test("a store that closes kept-alive connections just as they are used again", async () => {
  const { report, amiss } = await bench.validate({
    faults: [refuseUnsignedHeaders, oneRequestPerConnection()],
  });
  expectSound(report, bench);
  expect(amiss).toEqual([]);
});

test("an upload that arrives after it was given up and deleted is deleted again", async () => {
  const { report } = await bench.validate({ faults: arriveAfterDelete("copy"), callTimeoutMs: TIMEOUT_MS });
  expectSound(report, bench);
  expect(await bench.left()).toEqual([]);
});

test("a redirect is told of and never followed", async () => {
  const target: ScriptedStore = await startScriptedStore(bench.store.endpoint);
  try {
    for (const kinds of [["list"], []] as const) {
      const { report, amiss, check } = await bench.validate({
        faults: [redirectTo(`${target.endpoint}/elsewhere`, ...kinds)],
      });
      expectSound(report, bench);
      expect(amiss).toEqual(["credentials-accepted: inconclusive error"]);
      expect(check("credentials-accepted")).toMatchObject({
        message: "The store answered with a redirect, which is not followed.",
        fix: "Give the address that the redirect leads to.",
      });
    }
    const later = await bench.validate({
      faults: [redirectTo(target.endpoint, "get", "unsigned", "preflight"), refuseUnsignedHeaders],
    });
    expectSound(later.report, bench);
    expect(later.check("not-public").status).toBe("inconclusive");
    expect(later.check("download-matches").status).toBe("inconclusive");
    expect(later.check("browser-allowed").status).toBe("failed");
    expect(target.connections().total).toBe(0);
  } finally {
    await target.close();
  }
});
