import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAddress } from "../../../lib/buckets/address.ts";
import { parseStorageBucket } from "../../../lib/buckets/storage-bucket.ts";
import { type Bucket, PROVIDERS } from "../../../lib/storage/bucket.ts";
import { ROOMS } from "../../../lib/storage/catalog.ts";
import { contextWith } from "./reading.ts";

const PIECES = [
  ..."sa09/:@?#&=%.[]-_ \\\n\0ü\ud800",
  ...[
    "s3://",
    "cw://",
    "gs://",
    "az://",
    "xn--",
    "xn--a",
    "xn--zzzzzz",
    "[::1]",
    "::",
    "0x",
    "127.1",
    "%2F",
    "..",
    "bkt",
    ":9000",
  ],
  ...[
    "s3.eu-west-1.amazonaws.com",
    "amazonaws.com",
    "cwobject.com",
    "storage.googleapis.com",
    "acct.blob.core.windows.net",
    "GOOG1EAB:SK@",
    "a@b.iam.gserviceaccount.com:",
    "-----BEGIN PRIVATE KEY-----",
    "minio.test",
    "region=r",
    "tls=true",
    "basePath=",
  ],
];
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 12 }),
  fc
    .string({ unit: fc.constantFrom(...PIECES), maxLength: 6 })
    .map((tail) => `s3://AK:SK@${tail}/bkt?region=r`),
  fc
    .string({ unit: fc.constantFrom(...PIECES), maxLength: 6 })
    .map((tail) => `gs://s@p.iam.gserviceaccount.com:-----BEGIN PRIVATE KEY-----${tail}@bkt`),
  fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 6 }).map((tail) => `az://:${tail}@acct/bkt`),
  fc.string({ unit: "binary" }),
);
const body = fc.record(
  {
    provider: fc.constantFrom(...PROVIDERS),
    name: text,
    address: text,
    path: text,
    region: text,
    endpoint: text,
    kmsKeyId: text,
    id: fc.constantFrom("known", "unknown"),
    accountName: fc.oneof(text, fc.constant("acct")),
    containerName: text,
    azureTenantId: text,
    azureClientId: text,
  },
  { requiredKeys: [] },
);
const store: Bucket = {
  provider: "MINIO",
  name: "bkt",
  path: "",
  region: "r",
  endpoint: "http://minio.test",
};

/** What everyone does next with a bucket that was read. */
function use(bucket: Bucket): void {
  const room = ROOMS[bucket.provider];
  room.nameProblem(bucket.name);
  room.place(bucket);
  room.printAddress(bucket);
}

describe("whatever is typed", () => {
  it("gives a bucket that can be used, or a sentence, and never throws", () => {
    fc.assert(
      fc.property(text, body, (address, fields) => {
        const context = {
          ...contextWith([store]),
          byId: (id: string) => (id === "known" ? store : undefined),
        };
        for (const result of [parseAddress(address, context), parseStorageBucket(fields, context)]) {
          if (result.ok) use(result.bucket);
          else expect(result.problem).toMatch(/^[A-Za-z].*\.$/);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
