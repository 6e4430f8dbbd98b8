import { DeleteBucketCorsCommand, PutBucketCorsCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { CheckName } from "../../lib/buckets/report.ts";
import { callsOf } from "../conformance/matrix/run-fix.ts";
import { LOCAL_ORIGIN } from "../support/validate-address.ts";
import { ALWAYS, type CephBench, startCephBench } from "./ceph-bench.ts";
import { DOCUMENTED_CORS } from "./ceph-bucket.ts";

type Rule = Partial<typeof DOCUMENTED_CORS>;

const BROWSER = ["browser-allowed: failed error", "cors-policy-complete: failed warning"];
const PARTS = ["browser-complete: failed error", "cors-policy-complete: failed warning"];

let bench: CephBench;
let bucket: string;

beforeAll(async () => {
  bench = await startCephBench(inject("radosgw"), "cors-report-owner");
  bucket = await bench.wholeBucket("cors-report");
});
afterAll(() => bench?.close());

async function setCors(rules: readonly Rule[]): Promise<void> {
  if (rules.length === 0) {
    await bench.client.send(new DeleteBucketCorsCommand({ Bucket: bucket }));
    return;
  }
  const CORSRules = rules.map((rule) => ({ ...DOCUMENTED_CORS, ...rule }));
  await bench.client.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules } }));
}

/** Does what a fix says, as AWS's CLI would. */
async function applyCors(fix: string | undefined): Promise<void> {
  const [call] = await callsOf(fix ?? "");
  expect(call?.verb).toBe("aws s3api put-bucket-cors");
  const { options = {} } = call ?? {};
  expect(options["--endpoint-url"]).toEqual([bench.endpoint]);
  const CORSConfiguration = JSON.parse(options["--cors-configuration"]?.[0] ?? "");
  await bench.client.send(new PutBucketCorsCommand({ Bucket: options["--bucket"]?.[0], CORSConfiguration }));
}

interface Case {
  title: string;
  rules: Rule[];
  amiss: string[];
  /** The check whose fix is applied, and what its message says. */
  check: CheckName;
  says: string;
  /** What the configuration itself is said to lack. */
  lacks?: string;
}

const FORBIDDEN = "the preflight is answered with HTTP 403";

const CASES: Case[] = [
  {
    title: "none at all",
    rules: [],
    amiss: BROWSER,
    check: "browser-allowed",
    says: `GET: ${FORBIDDEN}; HEAD: ${FORBIDDEN}; PUT: ${FORBIDDEN}; GET: the answer has no access-control-allow-origin`,
    lacks: "The bucket has no CORS configuration.",
  },
  {
    title: "without PUT",
    rules: [{ AllowedMethods: ["GET", "HEAD"] }],
    amiss: BROWSER,
    check: "browser-allowed",
    says: `would refuse: PUT: ${FORBIDDEN}; PUT: the answer has no`,
    lacks: `The CORS configuration lacks: PUT for ${LOCAL_ORIGIN}.`,
  },
  {
    title: "without HEAD",
    rules: [{ AllowedMethods: ["GET", "PUT"] }],
    amiss: BROWSER,
    check: "browser-allowed",
    says: `would refuse: HEAD: ${FORBIDDEN}.`,
    lacks: `The CORS configuration lacks: HEAD for ${LOCAL_ORIGIN}.`,
  },
  {
    title: "without the origin",
    rules: [{ AllowedOrigins: ["https://app.other.test"] }],
    amiss: BROWSER,
    check: "browser-allowed",
    says: `A browser on a page of ${LOCAL_ORIGIN} would refuse: GET: ${FORBIDDEN}`,
    lacks: `The CORS configuration lacks: the origin ${LOCAL_ORIGIN}.`,
  },
  {
    title: "without content-type",
    rules: [{ AllowedHeaders: ["content-md5"] }],
    amiss: BROWSER,
    check: "browser-allowed",
    says: `would refuse: GET: ${FORBIDDEN}; HEAD: ${FORBIDDEN}; PUT: ${FORBIDDEN}.`,
    lacks: `The CORS configuration lacks: the request header content-type for ${LOCAL_ORIGIN}.`,
  },
  {
    title: "without content-md5",
    rules: [{ AllowedHeaders: ["content-type"] }],
    amiss: PARTS,
    check: "browser-complete",
    says: `lacks: PUT: ${FORBIDDEN}.`,
    lacks: `The CORS configuration lacks: the request header content-md5 for ${LOCAL_ORIGIN}.`,
  },
  {
    title: "without ETag among the exposed headers",
    rules: [{ ExposeHeaders: ["x-amz-request-id"] }],
    amiss: PARTS,
    check: "browser-complete",
    says: `lacks: ETag is not exposed to pages of ${LOCAL_ORIGIN}.`,
    lacks: `The CORS configuration lacks: ETag among what pages of ${LOCAL_ORIGIN} may read.`,
  },
  {
    // AWS goes on to the next rule; radosgw stops at the first whose origin matches (16.2, 2026-11-24). The
    // configuration has it all, and only a page's own requests show what this store makes of it.
    title: "in two rules, one for each method",
    rules: [{ AllowedMethods: ["PUT"] }, { AllowedMethods: ["GET", "HEAD"] }],
    amiss: ["browser-allowed: failed error"],
    check: "browser-allowed",
    says: `would refuse: GET: ${FORBIDDEN}; HEAD: ${FORBIDDEN}; GET: the answer has no`,
  },
];

describe("a CORS configuration that is not enough is reported, and the fix turns it green", () => {
  test.each(CASES)("$title", async ({ rules, amiss, check: name, says, lacks }) => {
    await setCors(rules);
    const before = await bench.validate(bucket);
    expect(before.amiss).toEqual([...ALWAYS, ...amiss]);
    expect(before.check(name).message).toContain(says);
    if (lacks !== undefined) expect(before.check("cors-policy-complete").message).toBe(lacks);
    await applyCors(before.check(name).fix);
    expect((await bench.validate(bucket)).amiss).toEqual(ALWAYS);
  });

  test("the fix of cors-policy-complete does too", async () => {
    await setCors([]);
    await applyCors((await bench.validate(bucket)).check("cors-policy-complete").fix);
    expect((await bench.validate(bucket)).amiss).toEqual(ALWAYS);
  });
});

test.each<{ title: string; rule: Rule }>([
  { title: "headers by name, in any case", rule: { AllowedHeaders: ["Content-Type", "CONTENT-MD5"] } },
  { title: "an origin with a wildcard", rule: { AllowedOrigins: ["http://*:3000"] } },
  { title: "the origin among others", rule: { AllowedOrigins: ["https://a.test", LOCAL_ORIGIN] } },
])("$title is enough", async ({ rule }) => {
  await setCors([rule]);
  expect((await bench.validate(bucket)).amiss).toEqual(ALWAYS);
});
