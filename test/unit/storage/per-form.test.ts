import { expect, test } from "vitest";
import type { UrlRequest } from "../../../lib/storage/canonical-request.ts";
import { perForm } from "../../../lib/storage/per-form.ts";

const request: UrlRequest = {
  method: "GET",
  host: "store.test",
  path: "/a",
  parameters: {},
  headers: {},
  signedAt: new Date(0),
  expiresInSeconds: 60,
};

test("requests that differ in their paths alone have one form", () => {
  const formOf = perForm(() => ({}));
  expect(formOf({ ...request, path: "/b" })).toBe(formOf(request));
});

test.each<[string, Partial<UrlRequest>]>([
  ["method", { method: "PUT" }],
  ["host", { host: "other.test" }],
  ["set of parameters", { parameters: {} }],
  ["set of headers", { headers: {} }],
  ["time", { signedAt: new Date(1_000) }],
  ["life", { expiresInSeconds: 61 }],
])("another %s makes another form", (_what, change) => {
  const formOf = perForm(() => ({}));
  const before = formOf(request);
  expect(formOf({ ...request, ...change })).not.toBe(before);
  expect(formOf({ ...request, ...change })).not.toBe(before);
});
