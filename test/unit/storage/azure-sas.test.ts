import { expect, test } from "vitest";
import { secret } from "../../../lib/secret.ts";
import { accountKeySas, type SasFields } from "../../../lib/storage/azure/sas.ts";

const fields: SasFields = {
  container: "/blob/acmestore/runs",
  blob: "a",
  permissions: "r",
  expiresAt: new Date("2026-11-24T09:00:00Z"),
  httpsOnly: true,
};
const fresh = () => accountKeySas({ accountKey: secret("AAAA") });

test.each<[string, Partial<SasFields>]>([
  ["container", { container: "/blob/acmestore/other" }],
  ["kind of resource", { blob: undefined }],
  ["protocol", { httpsOnly: false }],
  ["end", { expiresAt: new Date("2026-11-24T10:00:00Z") }],
])("another %s after the first token is another token", (_field, change) => {
  const signer = fresh();
  const first = signer.token(fields);
  const second = signer.token({ ...fields, ...change });
  expect(second).not.toBe(first);
  expect(second).toBe(fresh().token({ ...fields, ...change }));
});

test.each<[string, Partial<SasFields>]>([
  ["container", { container: "/blob/acmestore/runs\n" }],
  ["blob", { blob: "a\r" }],
  ["file name", { contentDisposition: "attachment\n" }],
  ["content type", { contentType: "\ntext/plain" }],
])("a line break in the %s is refused, time and again", (_field, change) => {
  const signer = fresh();
  signer.token(fields);
  for (let time = 0; time < 2; time++) {
    expect(() => signer.token({ ...fields, ...change })).toThrow("line breaks");
  }
});
