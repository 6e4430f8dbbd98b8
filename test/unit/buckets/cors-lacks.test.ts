import { describe, expect, test } from "vitest";
import { lacksOf } from "../../../lib/buckets/browser/cors-lacks.ts";
import { AZURE_CORS, GCP_CORS, S3_CORS } from "../../../lib/storage/cors-dialect.ts";
import type { CorsRule } from "../../../lib/storage/inspector.ts";

const PAGE = "https://app.acme.test";
const METHODS = ["GET", "HEAD", "PUT"];

const rule = (change: Partial<CorsRule> = {}): CorsRule => ({
  origins: [PAGE],
  methods: METHODS,
  requestHeaders: ["*"],
  exposedHeaders: ["ETag"],
  ...change,
});

describe.each([
  ["S3", S3_CORS],
  ["Cloud Storage", GCP_CORS],
  ["Azure", AZURE_CORS],
])("%s", (_, dialect) => {
  test("a rule that has it all lacks nothing, in any letter case of its headers", () => {
    expect(lacksOf([rule()], dialect, PAGE)).toEqual([]);
    const named = ["Content-Type", "content-MD5", "X-Ms-Blob-Type"];
    expect(lacksOf([rule({ requestHeaders: named, exposedHeaders: ["etag"] })], dialect, PAGE)).toEqual([]);
    expect(lacksOf([rule({ origins: ["*"] })], dialect, PAGE)).toEqual([]);
  });

  test("what is missing is named", () => {
    expect(lacksOf([], dialect, PAGE)).toEqual([`the origin ${PAGE}`]);
    expect(lacksOf([rule({ origins: ["https://other.test"] })], dialect, PAGE)).toEqual([
      `the origin ${PAGE}`,
    ]);
    expect(lacksOf([rule({ origins: [PAGE.toUpperCase()] })], dialect, PAGE)).toEqual([`the origin ${PAGE}`]);
    expect(lacksOf([rule({ methods: ["GET", "PUT"] })], dialect, PAGE)).toEqual([`HEAD for ${PAGE}`]);
    expect(lacksOf([rule({ exposedHeaders: ["x-etag"] })], dialect, PAGE)).toEqual([
      `ETag among what pages of ${PAGE} may read`,
    ]);
    expect(lacksOf([rule({ requestHeaders: ["content-md5", "x-ms-blob-type"] })], dialect, PAGE)).toEqual([
      `the request header content-type for ${PAGE}`,
    ]);
  });

  test("methods may be spread over rules, but one rule has to have all that a method needs", () => {
    const reading = rule({ methods: ["GET", "HEAD"], exposedHeaders: [] });
    expect(lacksOf([reading, rule({ methods: ["PUT"] })], dialect, PAGE)).toEqual([]);
    const unexposed = rule({ exposedHeaders: [] });
    const headerless = rule({ requestHeaders: ["content-type"], exposedHeaders: ["ETag"] });
    expect(lacksOf([headerless, unexposed], dialect, PAGE)).not.toEqual([]);
  });
});

test("a * within an entry is S3's and Azure's, not Cloud Storage's", () => {
  const wild = [rule({ origins: ["https://*.acme.test"], requestHeaders: ["content-*", "x-ms-*"] })];
  expect(lacksOf(wild, S3_CORS, PAGE)).toEqual([]);
  expect(lacksOf(wild, AZURE_CORS, PAGE)).toEqual([]);
  expect(lacksOf(wild, GCP_CORS, PAGE)).toEqual([`the origin ${PAGE}`]);
  expect(lacksOf(wild, S3_CORS, "https://acme.test")).toEqual(["the origin https://acme.test"]);
  const headers = [rule({ requestHeaders: ["content-*"] })];
  expect(lacksOf(headers, GCP_CORS, PAGE)).toHaveLength(2);
});

test("Azure's uploads send a header of their own", () => {
  const without = [rule({ requestHeaders: ["content-type", "content-md5"] })];
  expect(lacksOf(without, AZURE_CORS, PAGE)).toEqual([`the request header x-ms-blob-type for ${PAGE}`]);
});
