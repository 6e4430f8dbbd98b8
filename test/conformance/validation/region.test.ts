import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Fault } from "../../support/scripted-store.ts";
import { expectSound } from "../../support/sound-report.ts";
import { deny, refuseUnsignedHeaders } from "../../support/store-faults.ts";
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

/** As a store of another region answers. */
function elsewhere(
  status: number,
  headers: Record<string, string>,
  body: string,
  ...on: ("list" | "put")[]
): Fault {
  return { on, act: ({ response }) => void response.writeHead(status, headers).end(body) };
}

const document = (code: string, inside = "") => `<Error><Code>${code}</Code>${inside}</Error>`;

test.each([
  ["AWS's redirect", 301, { "x-amz-bucket-region": "eu-west-3" }, document("PermanentRedirect")],
  ["a bare 400 with the header", 400, { "x-amz-bucket-region": "eu-west-3" }, ""],
  ["the signature's region", 400, {}, document("AuthorizationHeaderMalformed", "<Region>eu-west-3</Region>")],
  [
    "the query's region",
    400,
    {},
    document("AuthorizationQueryParametersError", "<Region>eu-west-3</Region>"),
  ],
  [
    "the endpoint's name",
    301,
    {},
    document("PermanentRedirect", "<Endpoint>acme-data.s3.eu-west-3.amazonaws.com</Endpoint>"),
  ],
])(
  "a wrong region by %s: the right one is named, and the keys are not blamed",
  async (_, status, headers, body) => {
    const { report, amiss, check } = await bench.validate({
      faults: [elsewhere(status, headers as Record<string, string>, body, "list"), refuseUnsignedHeaders],
    });
    expectSound(report, bench);
    expect(amiss).toEqual(["region-matches: failed error"]);
    expect(check("region-matches")).toMatchObject({
      message: "The bucket is in the region eu-west-3, and us-east-1 was given.",
      fix: "Give the region eu-west-3.",
    });
    expect(check("credentials-accepted")).toMatchObject({
      status: "skipped",
      message: "Not tried, because region-matches did not pass.",
    });
    expect(check("bucket-exists").status).toBe("skipped");
  },
);

test("a region that the store does not name, or names in no region's form, is not quoted", async () => {
  const named = document("AuthorizationHeaderMalformed", "<Region>raw_text!</Region>");
  const { check } = await bench.validate({ faults: [elsewhere(400, {}, named, "list")] });
  expect(check("region-matches")).toMatchObject({
    message: "The bucket is in another region; the store does not say which, and us-east-1 was given.",
    fix: "Give the bucket's own region.",
  });
});

test("keys that may not list learn of a wrong region by their upload", async () => {
  const wrong = elsewhere(301, { "x-amz-bucket-region": "eu-west-3" }, document("PermanentRedirect"), "put");
  const { amiss, check } = await bench.validate({ faults: [deny("list"), wrong] });
  expect(amiss).toEqual(["region-matches: failed error"]);
  expect(check("region-matches").message).toContain("eu-west-3");
});

test("where the keys are wrong nothing is said of the region", async () => {
  const { amiss, check } = await bench.validate({ address: bench.address({ keys: "AKNOBODY:secret" }) });
  expect(amiss).toEqual(["credentials-accepted: failed error"]);
  expect(check("region-matches")).toMatchObject({
    status: "skipped",
    message: "Not tried, because credentials-accepted did not pass.",
  });
});
