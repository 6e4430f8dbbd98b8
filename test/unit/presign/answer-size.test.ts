import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AppError } from "../../../lib/errors.ts";
import { requireAnswerFits } from "../../../lib/presign/answer-size.ts";
import type { CompactItem } from "../../../lib/presign/compact-grants.ts";
import type { IssuedGrant, RefusedObject } from "../../../lib/presign/issue-grants.ts";

const MEBIBYTE = 1024 * 1024;
/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, measured in the answer's JSON. */
const LAMBDA_BYTES = 6 * MEBIBYTE;

type Entry = IssuedGrant | RefusedObject | CompactItem;
const answerOf = (urls: Entry[]) => ({ team: "x".repeat(48), urls });
const bytesOf = (urls: Entry[]) => Buffer.byteLength(JSON.stringify(answerOf(urls)));

/** As a Lambda function answers: the body is a string inside JSON. */
function lambdaBytesOf(urls: Entry[]): number {
  const headers = { "content-type": "application/json", "x-request-id": "x".repeat(64) };
  const body = JSON.stringify(answerOf(urls));
  return Buffer.byteLength(JSON.stringify({ statusCode: 200, headers, body, isBase64Encoded: false }));
}

/** How many objects fit; all of them when the answer is let through. */
function fitting(urls: Entry[]): number {
  try {
    requireAnswerFits(urls);
    return urls.length;
  } catch (error) {
    expect(error).toMatchObject({ code: "presign.answer_too_large" });
    return (error as AppError).extra.allowed as number;
  }
}

function grant(key: string, urlLength: number, headers: Record<string, string> = {}): IssuedGrant {
  const time = "2026-11-24T12:00:00.000Z";
  return { key, method: "PUT", url: "u".repeat(urlLength), headers, expiresAt: time, refreshAfter: time };
}

function compact(key: string, urlLength: number): CompactItem {
  const headers = { "Content-Type": '"'.repeat(50) };
  const length = Math.floor(urlLength / 3);
  return { key, path: "p".repeat(length), query: "q".repeat(length), headers, signature: "s".repeat(length) };
}

function refused(key: string): RefusedObject {
  return { key, error: { code: "key.invalid", detail: "The key holds a control character." } };
}

const many = (count: number, entry: Entry) => Array.from({ length: count }, () => entry);

test("a thousand common URLs are let through", () => {
  for (const urlLength of [300, 700, 2_500]) {
    const urls = many(1_000, grant("wandb_artifacts/1/2/0123456789abcdef0123456789abcdef", urlLength));
    expect(fitting(urls)).toBe(1_000);
  }
});

test("five thousand common objects are let through in the compact format", () => {
  const urls = many(
    5_000,
    compact("wandb_artifacts/1/2/0123456789abcdef0123456789abcdef/model.safetensors", 500),
  );
  expect(fitting(urls)).toBe(5_000);
});

describe("an answer above 5 MiB is refused with a count that fits", () => {
  test.each<[string, Entry]>([
    ["long URLs", grant("a".repeat(1_024), 6_000)],
    ["long headers", grant("a", 4_000, { "Content-Type": '"'.repeat(255), "x-amz-key": "k".repeat(1_500) })],
    ["keys of many bytes", refused("鍵".repeat(3_000))],
    ["keys of many escapes", refused("\u0001".repeat(1_040))],
    ["halves of surrogate pairs", refused("\ud800".repeat(1_040))],
    ["quotes, which are escaped twice", refused('"'.repeat(2_500))],
    ["backslashes, which are escaped twice", refused("\\".repeat(2_500))],
    ["C1 controls", refused("\u0085".repeat(4_000))],
  ])("%s", (_what, entry) => {
    const urls = many(1_000, entry);
    const count = fitting(urls);
    expect(count).toBeLessThan(1_000);
    expect(count).toBeGreaterThan(400);
    expect(bytesOf(urls.slice(0, count))).toBeLessThanOrEqual(5 * MEBIBYTE);
    expect(lambdaBytesOf(urls.slice(0, count))).toBeLessThanOrEqual(LAMBDA_BYTES);
    expect(fitting(urls.slice(0, count))).toBe(count);
    expect(fitting(urls.slice(0, count + 1))).toBe(count);
  });

  test("and in words that say so", () => {
    expect(() => requireAnswerFits(many(1_000, grant("a", 6_000)))).toThrow(
      expect.objectContaining({
        detail: expect.stringMatching(
          /^The answer to 1000 objects would be too large\. Ask for at most \d{3} at a time\.$/,
        ),
      }),
    );
  });
});

test("an answer just below 5 MiB is let through", () => {
  const urls = many(1_000, grant("a", 5_000));
  const spare = 5 * MEBIBYTE - 2_560 - bytesOf(urls);
  expect(fitting([...urls, grant("a", spare)])).toBe(1_001);
  expect(fitting([...urls, grant("a", spare + 4_096)])).toBe(1_000);
});

test("the names and quotes of compact entries count as well", () => {
  const urls = many(5_000, { key: "a", path: "p", query: "q", signature: "s".repeat(1_000) });
  expect(bytesOf(urls)).toBeGreaterThan(5 * MEBIBYTE);
  const count = fitting(urls);
  expect(count).toBeGreaterThan(4_900);
  expect(bytesOf(urls.slice(0, count))).toBeLessThanOrEqual(5 * MEBIBYTE);
});

test("one object whose key alone is too large is refused in other words", () => {
  expect(() => requireAnswerFits([refused("\u0001".repeat(MEBIBYTE))])).toThrow(
    expect.objectContaining({
      detail: "The first object's key is too long to be answered.",
      extra: { allowed: 0 },
    }),
  );
});

test("whatever the objects are, what is let through fits, and so does the count that is named", () => {
  const character = fc.constantFrom("a", '"', "\\", "\u0001", "\u0085", "ü", "鍵", "😀", "\ud800");
  const entry = fc
    .record({
      character,
      length: fc.nat(12_000),
      url: fc.nat(8_000),
      as: fc.constantFrom(grant, compact, refused),
    })
    .map(({ character, length, url, as }): Entry => {
      const key = character.repeat(length);
      return as === refused ? refused(key) : as(key.slice(0, 1_024), url);
    });
  const property = fc.property(
    fc.array(entry, { minLength: 1, maxLength: 4 }),
    fc.nat(1_000),
    (some, count) => {
      const urls = Array.from({ length: count }, (_, index) => some[index % some.length] ?? refused(""));
      const fits = urls.slice(0, fitting(urls));
      expect(bytesOf(fits)).toBeLessThanOrEqual(5 * MEBIBYTE);
      expect(lambdaBytesOf(fits)).toBeLessThanOrEqual(LAMBDA_BYTES);
      expect(fits.length < urls.length && bytesOf(urls) < 2 * MEBIBYTE).toBe(false);
    },
  );
  fc.assert(property, { numRuns: Number(process.env.BYOB_TEST_RUNS ?? 40) });
});
