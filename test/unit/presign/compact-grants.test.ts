import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CompactGrants, compactGrants } from "../../../lib/presign/compact-grants.ts";
import { compactUrl } from "../../../lib/presign/compact-url.ts";
import type { IssuedGrant, RefusedObject } from "../../../lib/presign/issue-grants.ts";

const now = new Date("2026-11-24T12:00:00Z");
const grant = (url: string, expiresAt = "2026-11-24T13:00:00.000Z"): IssuedGrant => ({
  key: "k",
  method: "GET",
  url,
  headers: {},
  expiresAt,
  refreshAfter: expiresAt,
});
const refused: RefusedObject = { key: "", error: { code: "key.invalid", detail: "The key is empty." } };

/** A URL with the parameters of its query in one order: no provider signs theirs. */
const canonical = (url: string) => {
  const [location, query = ""] = url.split("?");
  return `${location}?${query.split("&").sort().join("&")}`;
};

const rebuilt = (compact: CompactGrants) =>
  compact.items.flatMap((item) => ("error" in item ? [] : [canonical(compactUrl(compact, item))]));

test("what the URLs have in common stands once, wherever the signature stands in them", () => {
  const urls = ["a/1", "a/22", "b"].map(
    (key, index) => `https://b.test/root/${key}?A=1&D=x&X-Amz-Signature=sig${index}&own=${index}&z=2`,
  );
  const compact = compactGrants({ team: "omega", urls: urls.map((url) => grant(url)) }, "GET", now);
  expect(compact).toMatchObject({
    base: "https://b.test/root/",
    query: "A=1&D=x&z=2",
    signatureParam: "X-Amz-Signature",
    items: [
      { path: "a/1", query: "own=0", signature: "sig0" },
      { path: "a/22", query: "own=1", signature: "sig1" },
      { path: "b", query: "own=2", signature: "sig2" },
    ],
  });
  expect(rebuilt(compact)).toEqual(urls.map(canonical));
});

test("a refused object keeps its place, and takes part in nothing else", () => {
  const url = "https://b.test/k?sp=r&sig=a%2Bb%3D";
  const compact = compactGrants({ team: "omega", urls: [refused, grant(url), refused] }, "GET", now);
  expect(compact.items).toEqual([refused, { key: "k", path: "k", signature: "a%2Bb%3D" }, refused]);
  expect(compact).toMatchObject({ base: "https://b.test/", query: "sp=r", signatureParam: "sig" });
});

test("an answer of nothing but refusals", () => {
  const compact = compactGrants({ team: "omega", urls: [refused] }, "PUT", now);
  expect(compact).toEqual({
    team: "omega",
    method: "PUT",
    expiresAt: now.toISOString(),
    refreshAfter: now.toISOString(),
    base: "",
    query: "",
    signatureParam: "",
    items: [refused],
  });
});

test("the answer says the end of the URL that ends first", () => {
  const urls = ["13:00", "12:30", "14:00"].map((time) =>
    grant(`https://b.test/k?X-Goog-Signature=1`, `2026-11-24T${time}:00.000Z`),
  );
  expect(compactGrants({ team: "omega", urls }, "GET", now).expiresAt).toBe("2026-11-24T12:30:00.000Z");
});

test("headers are given where there are any", () => {
  const bound = { ...grant("https://b.test/k?sig=1"), headers: { "Content-Type": "text/plain" } };
  const { items } = compactGrants(
    { team: "omega", urls: [bound, grant("https://b.test/k?sig=2")] },
    "PUT",
    now,
  );
  expect(items.map((item) => ("error" in item ? undefined : item.headers))).toEqual([
    bound.headers,
    undefined,
  ]);
});

describe("any URLs come back as they were", () => {
  const word = fc.stringMatching(/^[A-Za-z0-9%._~-]{1,8}$/);
  const url = fc
    .tuple(
      fc.constantFrom("https://a.test", "https://a.test:9000/base", "https://b.a.test"),
      fc.array(word, { minLength: 1, maxLength: 4 }),
      fc.uniqueArray(fc.tuple(word, word), { maxLength: 5, selector: ([name]) => name }),
      word,
    )
    .map(
      ([origin, path, query, signature]) =>
        `${origin}/${path.join("/")}?${[...query.map((pair) => pair.join("=")), `X-Amz-Signature=${signature}`].join("&")}`,
    );

  test("whatever they have in common", () => {
    fc.assert(
      fc.property(fc.array(url, { minLength: 1, maxLength: 6 }), (urls) => {
        const compact = compactGrants({ team: "omega", urls: urls.map((each) => grant(each)) }, "GET", now);
        const clean = (text: string) => canonical(text).replace("?&", "?");
        expect(rebuilt(compact).map(clean)).toEqual(urls.map(clean));
      }),
    );
  });
});
