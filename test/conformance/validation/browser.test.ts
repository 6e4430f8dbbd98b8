import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Fault } from "../../support/scripted-store.ts";
import { expectSound } from "../../support/sound-report.ts";
import { type CorsRule, corsAsS3 } from "../../support/store-cors.ts";
import { deny, hang, html, refuseUnsignedHeaders, s3Error } from "../../support/store-faults.ts";
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

const PAGE = "http://wandb.acme.test";
const RULE: CorsRule = {
  origins: [PAGE],
  methods: ["GET", "HEAD", "PUT"],
  headers: ["*"],
  exposed: ["ETag"],
};

const withCors = async (faults: readonly Fault[], frontendOrigins: readonly string[] = [PAGE]) => {
  const outcome = await bench.validate({
    faults: [refuseUnsignedHeaders, ...faults],
    deployment: { frontendOrigins },
  });
  expectSound(outcome.report, bench);
  expect(await bench.left()).toEqual([]);
  return { ...outcome, browser: outcome.check("browser-allowed") };
};

test("the documented CORS rule lets a page in", async () => {
  const { amiss, browser } = await withCors(corsAsS3({ ...RULE, origins: ["*"] }));
  expect(amiss).toEqual([]);
  expect(browser.message).toBe(`Pages of ${PAGE} may read and write.`);
});

test("preflights are what a browser sends: no signature of ours is needed, and content-type is asked for", async () => {
  await withCors(corsAsS3(RULE));
  const preflights = bench.store.seen.filter(({ kind }) => kind === "preflight");
  expect(preflights.map(({ headers }) => headers["access-control-request-method"]).sort()).toEqual([
    "GET",
    "HEAD",
    "PUT",
    "PUT",
  ]);
  const asked = preflights.map(({ headers }) => headers["access-control-request-headers"]).sort();
  expect(asked).toEqual(["content-md5,content-type", "content-type", "content-type", "content-type"]);
  for (const { headers, body } of preflights) {
    expect(headers).toMatchObject({ origin: PAGE });
    expect(headers.authorization).toBeUndefined();
    expect(body).toHaveLength(0);
  }
});

test("no CORS at all: the fix is a command for this very store and bucket", async () => {
  const { amiss, browser, report } = await withCors(corsAsS3());
  expect(amiss).toEqual(["browser-allowed: failed error", "cors-policy-complete: failed warning"]);
  expect(report.valid).toBe(false);
  expect(browser.message).toContain(`A browser on a page of ${PAGE} would refuse: `);
  for (const problem of [
    "GET: the preflight is answered with HTTP 403",
    "HEAD: the preflight is answered with HTTP 403",
    "PUT: the preflight is answered with HTTP 403",
    "GET: the answer has no access-control-allow-origin header",
    "PUT: the answer has no access-control-allow-origin header",
  ])
    expect(browser.message).toContain(problem);
  const [, document = ""] = /--cors-configuration '(.*)'$/.exec(browser.fix ?? "") ?? [];
  expect(JSON.parse(document)).toMatchObject({
    CORSRules: [{ AllowedMethods: ["GET", "HEAD", "PUT"], AllowedOrigins: [PAGE], ExposeHeaders: ["ETag"] }],
  });
  expect(browser.fix).toContain(`--bucket ${bench.bucketName} --endpoint-url ${bench.store.endpoint}`);
});

test("a rule without PUT", async () => {
  const { amiss, browser } = await withCors(corsAsS3({ ...RULE, methods: ["GET", "HEAD"] }));
  expect(amiss).toEqual(["browser-allowed: failed error", "cors-policy-complete: failed warning"]);
  expect(browser.message).toContain("PUT: the preflight is answered with HTTP 403");
  expect(browser.message).not.toContain("GET:");
});

test("a rule without content-type", async () => {
  const { amiss, browser } = await withCors(corsAsS3({ ...RULE, headers: ["content-md5"] }));
  expect(amiss).toEqual(["browser-allowed: failed error", "cors-policy-complete: failed warning"]);
  expect(browser.message).toContain("PUT: the preflight is answered with HTTP 403");
});

test("a rule of another origin", async () => {
  const { amiss } = await withCors(corsAsS3({ ...RULE, origins: ["http://other.acme.test"] }));
  expect(amiss).toEqual(["browser-allowed: failed error", "cors-policy-complete: failed warning"]);
});

test.each([
  [
    "content-md5 is not allowed",
    { headers: ["content-type"] },
    "PUT: the preflight is answered with HTTP 403",
  ],
  ["ETag is not exposed", { exposed: [] }, `ETag is not exposed to pages of ${PAGE}`],
  ["another header is exposed", { exposed: ["x-etag"] }, `ETag is not exposed to pages of ${PAGE}`],
] satisfies [string, Partial<CorsRule>, string][])(
  "%s: pages can use the bucket, but not upload in parts",
  async (_, change, problem) => {
    const { amiss, browser, check, report } = await withCors(corsAsS3({ ...RULE, ...change }));
    expect(browser.status).toBe("passed");
    expect(amiss).toEqual(["browser-complete: failed error", "cors-policy-complete: failed warning"]);
    expect(report.valid).toBe(false);
    expect(check("browser-complete").message).toBe(
      `For an upload in parts, a page of ${PAGE} lacks: ${problem}.`,
    );
    expect(check("browser-complete").fix).toContain("put-bucket-cors");
  },
);

test("the configuration that the bucket shows is judged, also where a browser was not stopped by it", async () => {
  const unexposed = { ...RULE, exposed: [] };
  const [preflight, plain] = corsAsS3(RULE);
  const [, , settings] = corsAsS3(unexposed, { ...RULE, origins: ["http://other.acme.test"] });
  if (!preflight || !plain || !settings) throw new Error("CORS is three faults");
  const { amiss, check } = await withCors([preflight, plain, settings]);
  expect(amiss).toEqual(["cors-policy-complete: failed warning"]);
  expect(check("cors-policy-complete")).toMatchObject({
    message: `The CORS configuration lacks: ETag among what pages of ${PAGE} may read.`,
    fix: expect.stringContaining("put-bucket-cors"),
  });
});

test.each([
  ["denied", deny("settings"), "inconclusive"],
  ["an HTML page", html(200, "settings"), "inconclusive"],
  ["never answered", hang("settings"), "inconclusive"],
  ["not offered", s3Error(501, "NotImplemented", "settings"), "skipped"],
])("a CORS configuration whose reading is %s is %s", async (_, fault, status) => {
  const outcome = await bench.validate({
    faults: [fault, refuseUnsignedHeaders, ...corsAsS3(RULE)],
    deployment: { frontendOrigins: [PAGE] },
    callTimeoutMs: 1_000,
  });
  expectSound(outcome.report, bench);
  expect(outcome.check("cors-policy-complete").status).toBe(status);
  expect(outcome.check("versioning-enabled").status).toBe(status);
  expect(outcome.report.valid).toBe(true);
});

test("a preflight that is answered kindly, for another origin, another method or without the header", async () => {
  const kind = (headers: Record<string, string>): Fault => ({
    on: ["preflight"],
    act: ({ response }) => {
      response.writeHead(204, headers).end();
    },
  });
  const other = await withCors([
    kind({
      "access-control-allow-origin": "http://other.test",
      "access-control-allow-methods": "PUT",
      "access-control-allow-headers": "content-type",
    }),
    ...corsAsS3(RULE),
  ]);
  expect(other.browser.message).toContain("PUT: the answer allows another origin");
  const method = await withCors([
    kind({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, put",
      "access-control-allow-headers": "content-type",
    }),
    ...corsAsS3(RULE),
  ]);
  expect(method.browser.message).toBe(
    `A browser on a page of ${PAGE} would refuse: PUT: the method PUT is not allowed.`,
  );
  const header = await withCors([
    kind({ "access-control-allow-origin": "*", "access-control-allow-methods": "*" }),
    ...corsAsS3(RULE),
  ]);
  expect(header.browser.message).toContain("PUT: the request header content-type is not allowed");
});

test("CORS headers on preflights alone are not enough", async () => {
  const [preflight] = corsAsS3(RULE);
  const [, none] = corsAsS3();
  if (preflight === undefined || none === undefined) throw new Error("CORS is two faults");
  const { browser } = await withCors([preflight, none]);
  expect(browser).toMatchObject({
    status: "failed",
    message:
      `A browser on a page of ${PAGE} would refuse: GET: the answer has no access-control-allow-origin header; ` +
      "PUT: the answer has no access-control-allow-origin header.",
  });
});

test("a preflight that gets a web page with status 403", async () => {
  const { browser } = await withCors([html(403, "preflight"), ...corsAsS3(RULE)]);
  expect(browser.status).toBe("failed");
});

test.each(["preflight", "get", "put"] as const)(
  "a store that is busy at a %s says nothing about CORS",
  async (kind) => {
    const busy = s3Error(503, "SlowDown");
    const { browser } = await withCors([
      { on: [kind], act: (turn) => (turn.seen.headers.origin ? busy.act(turn) : turn.carryOn()) },
      ...corsAsS3(RULE),
    ]);
    expect(browser.status).toBe("inconclusive");
    expect(browser.fix).not.toContain("put-bucket-cors");
  },
);

test("a page loaded by https cannot use a store by plain http", async () => {
  const origin = "https://app.acme.test";
  const { amiss, browser } = await withCors(corsAsS3({ ...RULE, origins: ["*"] }), [origin]);
  expect(amiss).toEqual(["browser-allowed: failed error"]);
  expect(browser).toMatchObject({
    message: `A browser on a page of ${origin} would refuse: a page loaded by https may not talk to a store by plain http (mixed content).`,
    fix: "Serve the store by https, and say so in the address with tls=true.",
  });
});

test("every origin is asked for, and the ones that are let in are not blamed", async () => {
  const second = "http://second.acme.test";
  const { browser } = await withCors(corsAsS3(RULE), [PAGE, second]);
  expect(browser.status).toBe("failed");
  expect(browser.message).toContain(`A browser on a page of ${second} would refuse`);
  expect(browser.message).not.toContain(`page of ${PAGE}`);
  const { amiss } = await withCors(corsAsS3({ ...RULE, origins: [PAGE, second] }), [PAGE, second]);
  expect(amiss).toEqual([]);
});

test("without configured origins the check does not apply", async () => {
  const { report, browser } = await withCors([], []);
  expect(browser).toMatchObject({
    status: "skipped",
    message: "Not applicable: no front-end origin is configured (BYOB_FRONTEND_ORIGINS).",
  });
  expect(report.valid).toBe(true);
  expect(bench.store.seen.some(({ headers }) => headers.origin !== undefined)).toBe(false);
});
