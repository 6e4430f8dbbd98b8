import fc from "fast-check";
import { secret } from "../../../lib/secret.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import type { AccessKey } from "../../../lib/storage/credentials.ts";
import type { Bound, SignRequest } from "../../../lib/storage/signer.ts";

const AWKWARD = [
  "%",
  "+",
  "~",
  "#",
  "?",
  "//",
  "!",
  "'",
  "(",
  ")",
  "*",
  " ",
  "&=",
  "%2F",
  "\\",
  "ü",
  "漢",
  "😀",
  "e\u0301",
];

/** Keys of every script with the characters that encoders get wrong strewn in. */
export const keys = fc
  .array(
    fc.oneof(
      fc.constantFrom(...AWKWARD),
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.string({ maxLength: 12 }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((pieces) => pieces.join(""))
  .filter((key) => key !== "");

const base64 = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((raw) => Buffer.from(raw).toString("base64"));

export const accessKeys: fc.Arbitrary<AccessKey> = fc
  .record({
    accessKeyId: fc.stringMatching(/^[A-Za-z0-9/+=_-]{1,24}$/),
    secretAccessKey: fc.string({ minLength: 1, maxLength: 40 }).map(secret),
    sessionToken: fc.option(base64(300).map(secret), { nil: undefined }),
  })
  .map(({ sessionToken, ...rest }) => (sessionToken ? { ...rest, sessionToken } : rest));

/** Seconds only: SigV4 knows nothing finer. */
export const signingDates = fc
  .integer({ min: Date.UTC(2000, 0, 1) / 1000, max: Date.UTC(2099, 11, 31) / 1000 })
  .map((seconds) => new Date(seconds * 1000));

export const expiries = fc.integer({ min: 1, max: 604_800 });

const kmsKeyIds = fc.constantFrom(
  "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd",
  "alias/team key",
);

const awsBuckets = fc.record({
  provider: fc.constant("AWS" as const),
  name: fc.constantFrom("acme-runs", "123", "with.dots.in-it", "a".repeat(63)),
  path: fc.constant(""),
  region: fc.constantFrom("us-east-1", "eu-central-1", "ap-southeast-4", "us-gov-west-1", "cn-north-1"),
});

const compatibleBuckets = fc
  .record({
    scheme: fc.constantFrom("http", "https"),
    host: fc.constantFrom("minio.acme.test", "127.0.0.1", "localhost", "[::1]"),
    port: fc.constantFrom("", ":80", ":443", ":9000"),
    basePath: fc.constantFrom("", "/", "/base", "/cdn-cgi/local/r2/s3", "/b%20c/d/"),
    region: fc.constantFrom("us-east-1", "auto", "default"),
    name: fc.constantFrom("acme-runs", "dotted.name", "123"),
  })
  .map(({ scheme, host, port, basePath, region, name }) => ({
    provider: "MINIO" as const,
    name,
    path: "",
    region,
    endpoint: `${scheme}://${host}${port}${basePath}`,
  }));

const coreweaveBuckets = fc.record({
  provider: fc.constant("COREWEAVE" as const),
  name: fc.constantFrom("acme-runs", "runs"),
  path: fc.constant(""),
  region: fc.constantFrom("US-EAST-04A", "us-east-1"),
});

export const buckets: fc.Arbitrary<Bucket> = fc
  .tuple(
    fc.oneof(
      { arbitrary: awsBuckets, weight: 3 },
      { arbitrary: compatibleBuckets, weight: 3 },
      { arbitrary: coreweaveBuckets, weight: 1 },
    ),
    fc.option(kmsKeyIds, { nil: undefined }),
  )
  .map(([bucket, kmsKeyId]): Bucket => (kmsKeyId ? { ...bucket, kmsKeyId } : bucket));

const texts = fc.oneof(fc.string({ maxLength: 30 }), fc.string({ unit: "binary", maxLength: 12 }));

/** GET, HEAD and DELETE, with response overrides that are now and then set for a DELETE too, where they mean nothing. */
export const readsAndDeletes: fc.Arbitrary<SignRequest> = fc.record(
  {
    method: fc.constantFrom("GET" as const, "HEAD" as const, "DELETE" as const),
    key: keys,
    expiresInSeconds: expiries,
    responseContentType: texts,
    responseContentDisposition: texts,
  },
  { requiredKeys: ["method", "key", "expiresInSeconds"] },
);

const bounds: fc.Arbitrary<Bound> = fc.record(
  {
    contentType: fc.oneof(
      fc.constantFrom("text/plain; charset=utf-8", " image/png  ", ""),
      fc.string({ maxLength: 30 }),
    ),
    contentMd5: base64(16),
    contentLength: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5 * 1024 ** 3 })),
    ifNoneMatch: fc.constant("*" as const),
  },
  { requiredKeys: [] },
);

export const uploads: fc.Arbitrary<SignRequest> = fc.record(
  { method: fc.constant("PUT" as const), key: keys, expiresInSeconds: expiries, bound: bounds },
  { requiredKeys: ["method", "key", "expiresInSeconds"] },
);

/** User names as tokens may have them. */
export const users = fc.oneof(
  fc.constantFrom(
    "wandb",
    "ada@acme.test",
    'O\'Brien "Bo"',
    "Łukasz Żółć",
    "漢字 😀",
    "a+b=c&d/e%20*~!",
    " ",
    "x-id",
  ),
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
);

/** All kinds of requests, each in somebody's name. */
export const attributed: fc.Arbitrary<SignRequest> = fc
  .tuple(fc.oneof(readsAndDeletes, uploads), users)
  .map(([request, user]) => ({ ...request, user }));

/**
 * What one signer is asked one after the other: often twice the same but for the key, now and then with another name,
 * life or second. `laterMs` is the time since the request before.
 */
export const requestRuns = fc.array(
  fc.record({
    laterMs: fc.constantFrom(0, 0, 0, 400, 1_000, 90_000_000),
    request: fc.oneof(
      fc.record({
        method: fc.constantFrom("GET" as const, "HEAD" as const, "PUT" as const, "DELETE" as const),
        key: fc.constantFrom("a", "b/c", "ü"),
        expiresInSeconds: fc.constantFrom(60, 3_600),
      }),
      attributed,
    ),
  }),
  { minLength: 2, maxLength: 12 },
);
