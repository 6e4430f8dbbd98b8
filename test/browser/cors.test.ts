import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { CorsRule } from "../support/store-cors.ts";
import { ruleOfFix } from "./rule-of-fix.ts";
import { PAGE_HEADERS, type PageProvider, PROVIDERS, type Stage, startStage } from "./stage.ts";
import { METHODS, readReport, tryInBrowser } from "./verdicts.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());
afterEach(() => Promise.all(PROVIDERS.map((team) => stage.stores[team].allow(stage.wholeRule))));

interface Row {
  what: string;
  /** What replaces the whole rule; null for no rule at all. */
  broken: Partial<CorsRule> | null;
  /** Methods that a page cannot use. */
  refused: readonly string[];
  /** False when a page can do all of them, but cannot send `content-md5` or read `ETag`. */
  complete?: false;
  only?: PageProvider;
}

const without = (name: string) => PAGE_HEADERS.filter((header) => header !== name);

const ROWS: Row[] = [
  { what: "all that a page needs", broken: {}, refused: [] },
  { what: "every origin", broken: { origins: ["*"] }, refused: [] },
  { what: "every header", broken: { headers: ["*"] }, refused: [] },
  { what: "no rule", broken: null, refused: METHODS },
  { what: "no GET", broken: { methods: ["HEAD", "PUT"] }, refused: ["GET"] },
  { what: "no HEAD", broken: { methods: ["GET", "PUT"] }, refused: ["HEAD"] },
  { what: "no PUT", broken: { methods: ["GET", "HEAD"] }, refused: ["PUT"] },
  { what: "another origin", broken: { origins: ["http://localhost:1"] }, refused: METHODS },
  { what: "no content-type", broken: { headers: without("content-type") }, refused: METHODS },
  { what: "no content-md5", broken: { headers: without("content-md5") }, refused: [], complete: false },
  { what: "no exposed ETag", broken: { exposed: [] }, refused: [], complete: false },
  {
    what: "no x-ms-blob-type",
    broken: { headers: without("x-ms-blob-type") },
    refused: ["PUT"],
    only: "AZURE",
  },
  {
    what: "W&B's own document, whose exposeHeaders Cloud Storage does not know",
    broken: { headers: ["Content-Type"], exposed: [] },
    refused: [],
    complete: false,
    only: "GCP",
  },
];

describe.each(PROVIDERS)("what the report says of %s is what Chromium does, with", (team) => {
  it.each(ROWS.filter(({ only = team }) => only === team))("$what", async (row) => {
    const { broken, refused, complete = true } = row;
    await stage.stores[team].allow(...(broken === null ? [] : [{ ...stage.wholeRule, ...broken }]));

    const report = await readReport(stage, team);
    const browser = await tryInBrowser(stage, team);

    const allowed = Object.fromEntries(METHODS.map((method) => [method, !refused.includes(method)]));
    expect(browser.allowed, JSON.stringify(browser.refusals)).toEqual(allowed);
    expect(report.allowed).toEqual(browser.allowed);
    if (refused.length === 0) {
      expect(browser.complete, JSON.stringify(browser.refusals)).toBe(complete);
      expect(report.complete).toBe(browser.complete);
    }
  });
});

describe("the fix of the report lets pages in, once it is done", () => {
  it.each(PROVIDERS)("on %s", async (team) => {
    await stage.stores[team].allow();
    const { allowed, fix } = await readReport(stage, team);
    expect(allowed).toEqual({ GET: false, HEAD: false, PUT: false });

    await stage.stores[team].allow(await ruleOfFix(fix));
    const healed = { allowed: { GET: true, HEAD: true, PUT: true }, complete: true };
    expect(await tryInBrowser(stage, team)).toEqual({ ...healed, refusals: {} });
    expect(await readReport(stage, team)).toEqual({ ...healed, fix: "" });
  });
});
