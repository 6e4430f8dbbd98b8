import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Bundle, bundleFunction } from "../../infra/bundle-functions.ts";

const BUDGET_BYTES = 480 * 1024;

/** What no start may load: each is for what few requests ask, and is imported then. */
const NOT_AT_START = [
  /^@aws-sdk\/(client-|s3-request-presigner)/,
  /^@smithy\//,
  /^@google-cloud\//,
  /^google-auth-library$/,
  /^@azure\//,
  /^undici$/,
  /^fast-xml-parser$/,
];

const dir = mkdtempSync(join(tmpdir(), "byob-budget-"));
let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundleFunction("presign", dir);
});
afterAll(() => rmSync(dir, { recursive: true }));

/** The entry with all that it imports at once, as Node would read them. */
function filesAtStart(): string[] {
  const files = new Set([join(dir, "index.mjs")]);
  for (const file of files)
    for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/(?:\bfrom|\bimport) ?"(\.[^"]+\.mjs)"/g))
      files.add(join(dirname(file), path));
  return [...files];
}

it("presign's entry with its static imports is at most 480 KiB", () => {
  const bytes = filesAtStart().reduce((sum, file) => sum + statSync(file).size, 0);
  expect(bundle.startBytes).toBe(bytes);
  expect(bytes).toBeLessThanOrEqual(BUDGET_BYTES);
});

it("no SDK is among them, neither a store's nor one of AWS's clients", () => {
  const found = bundle.startPackages.filter((name) => NOT_AT_START.some((pattern) => pattern.test(name)));
  expect(found).toEqual([]);
  expect(bundle.startPackages).toEqual(expect.arrayContaining(["hono", "jose", "zod"]));
});

it("what is loaded later is listed, the SDKs of the stores among it", () => {
  const { lazyChunks, startBytes, totalBytes } = bundle;
  expect(lazyChunks.map(({ holds }) => holds)).toEqual(
    expect.arrayContaining(["@google-cloud/storage", "@azure/storage-blob"]),
  );
  for (const { file, bytes } of lazyChunks) expect(statSync(join(dir, file)).size).toBe(bytes);
  const lazyBytes = lazyChunks.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(startBytes + lazyBytes).toBe(totalBytes);
});
