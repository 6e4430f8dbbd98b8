import fc from "fast-check";
import { pathProblem, trimSlashes } from "../../../lib/storage/address/path.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";

const letters = (from: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...from), minLength, maxLength });

const LOWER = "abcxyz0189";
const label = fc
  .tuple(letters(LOWER, 1, 5), letters(`${LOWER}-`, 0, 5), letters(LOWER, 1, 3))
  .map((parts) => parts.join(""));

/** Any path that the service takes, awkward ones included. */
const randomPath = fc
  .oneof(
    fc.constantFrom("", "a@b", "x:y@z", "a%2Fb", "%zz", "a+b&c=d", "ü/ñ/日本", "s3://x", "a b/c"),
    fc
      .array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }), { maxLength: 5 })
      .map((parts) => parts.join("/")),
  )
  .map(trimSlashes)
  .filter((path) => pathProblem(path) === undefined);

export const randomAws: fc.Arbitrary<Bucket> = fc.record({
  provider: fc.constant("AWS" as const),
  name: fc.oneof(
    fc.tuple(label, label).map(([a, b]) => `${a}.${b}`),
    label.filter((name) => name.length > 2),
    fc.constantFrom("minio.acme.test", "s3", "cwobject.com", "s3.amazonaws.com"),
  ),
  path: randomPath,
  region: fc.constantFrom(
    "us-east-1",
    "eu-west-1",
    "us-gov-west-1",
    "cn-north-1",
    "ap-southeast-5",
    "il-central-1",
  ),
});

export const randomCoreweave: fc.Arbitrary<Bucket> = fc.record(
  {
    provider: fc.constant("COREWEAVE" as const),
    name: fc.oneof(label, fc.constantFrom("cwobject.com", "a_b")),
    path: randomPath,
    region: fc.constantFrom("US-EAST-04A", "us-east-1"),
  },
  { requiredKeys: ["provider", "name", "path"] },
);

const host = fc.oneof(
  fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => `h${labels.join(".")}.test`),
  fc.constantFrom(
    "localhost",
    "minio",
    "127.0.0.1",
    "[::1]",
    "[fd00::a:1]",
    "s3-x.elb.eu-west-1.amazonaws.com",
  ),
);

const endpoint = fc
  .record({
    tls: fc.boolean(),
    host,
    port: fc.oneof(fc.constantFrom(undefined, 80, 443, 9000), fc.integer({ min: 1, max: 65535 })),
    base: fc.constantFrom("", "/base", "/cdn-cgi/local/r2/s3", "/~a._-"),
  })
  .map(({ tls, host, port, base }) => {
    const shown = port === undefined || port === (tls ? 443 : 80) ? "" : `:${port}`;
    return `${tls ? "https" : "http"}://${host}${shown}${base}`;
  });

export const randomMinio: fc.Arbitrary<Bucket> = fc.record({
  provider: fc.constant("MINIO" as const),
  name: letters("abXY09._-", 3, 40),
  path: randomPath,
  region: letters("abXY09-", 1, 20),
  endpoint,
});

export const randomGcp: fc.Arbitrary<Bucket> = fc.record({
  provider: fc.constant("GCP" as const),
  name: fc.oneof(
    letters(`${LOWER}_-.`, 3, 40),
    fc.constantFrom("acme.com", "minio.acme.test", "minio.test", "1.2.3.4", "s3", "localhost", "acct"),
  ),
  path: randomPath,
});

export const randomAzure: fc.Arbitrary<Bucket> = fc
  .record({
    provider: fc.constant("AZURE" as const),
    accountName: letters(LOWER, 3, 24),
    name: fc.oneof(letters(`${LOWER}-`, 3, 40), fc.constantFrom("a.b", "cwobject.com")),
    path: randomPath,
  })
  .filter(({ path }) => pathProblem(path, "AZURE") === undefined);
