import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAddress } from "../../../lib/buckets/address.ts";
import { parseStorageBucket } from "../../../lib/buckets/storage-bucket.ts";
import { contextWith } from "./reading.ts";
import { ACCOUNT_KEY, EMAIL, pem, rsaKey } from "./sample-keys.ts";

const CHARACTERS = [..."abcXYZ0123456789/+=@%:?#&.-_~!$ \\[]"];
const secrets = fc.string({ unit: fc.constantFrom(...CHARACTERS), minLength: 12, maxLength: 40 });

/** Marks which no message of ours contains, at both ends and in the middle of the secret. */
const marked = secrets.map((text) => `qJ7${text.slice(0, 6)}qJ7${text.slice(6)}qJ7`);

const TEMPLATES: ((secret: string) => string)[] = [
  (secret) => `s3://AK:${secret}@minio.test/bkt/p?region=r`,
  (secret) => `s3://AK:${secret}@minio.test:9000/bkt?region=r&tls=true`,
  (secret) => `s3://AK:${secret}@s3.us-east-1.amazonaws.com/bkt`,
  (secret) => `s3://AK:${secret}@s3.us-east-1.amazonaws.com/bkt?region=eu-west-1`,
  (secret) => `s3://AK:${secret}@storage.googleapis.com/bkt`,
  (secret) => `s3://AK:${secret}@bad_host/bkt?region=r`,
  (secret) => `s3://AK:${secret}@minio.test:99999/bkt?region=r`,
  (secret) => `s3://AK:${secret}@minio.test/bkt?region=r&nope=1`,
  (secret) => `s3://AK:${secret}@minio.test/bkt//x?region=r`,
  (secret) => `s3://AK:${secret}@minio.test/bkt`,
  (secret) => `s3://AK:${secret}@minio.test`,
  (secret) => `s3://:${secret}@minio.test/bkt?region=r`,
  (secret) => `s3://A%K:${secret}@minio.test/bkt?region=r`,
  (secret) => `cw://AK:${secret}@cwobject.com/bkt/p`,
  (secret) => `cw://AK:${secret}@minio.test/bkt`,
  (secret) => `cw://AK:${secret}@cwlota.com/bkt`,
  (secret) => `gcs://AK:${secret}@bkt`,
  (secret) => `az://:${secret}@acct/cont/p`,
  (secret) => `az://:${secret}@acct.blob.core.windows.net/cont`,
  (secret) => `az://acct:${secret}@acct/cont`,
  (secret) => `az://:${secret}`,
  (secret) => `az://:${secret}/cont`,
  (secret) => `https://acct.blob.core.windows.net/cont?sv=2020&sig=${secret}`,
  (secret) => `gs://svc@acme.iam.gserviceaccount.com:${secret}@bkt/p`,
  (secret) => `gs://svc@acme.iam.gserviceaccount.com:${secret}`,
  (secret) => `gs://svc%40acme.iam.gserviceaccount.com:-----BEGIN PRIVATE KEY-----${secret}@bkt`,
  (secret) => `gs://${secret}:x@bkt`,
  (secret) => `gs://GOOG1EACME:${secret}@bkt`,
  (secret) => `s3://GOOG1EACME:${secret}@storage.googleapis.com/bkt?region=r`,
  (secret) => `https://AK:${secret}@minio.test/bkt`,
  (secret) => `AK:${secret}@minio.test/bkt`,
];

/** Also through the beginnings of secrets that look like a port. */
const spellings = fc.oneof(
  marked,
  marked.map((text) => `12/${text}`),
  marked.map((text) => `1/2/${text}`),
);

describe("a secret in an address", () => {
  it.each([
    ["percent-encoded", encodeURIComponent],
    ["as it is", (text: string) => text],
  ])("written %s is in no message, no warning and no bucket", (_title, encode) => {
    const addresses = fc
      .tuple(spellings, fc.constantFrom(...TEMPLATES))
      .map(([secret, write]) => write(encode(secret)));
    fc.assert(
      fc.property(addresses, (address) => {
        const context = contextWith();
        const results = [
          parseAddress(address, context),
          parseStorageBucket({ address }, context),
          parseStorageBucket({ name: address, provider: "AZURE" }, context),
          parseStorageBucket({ address, accountName: "other", containerName: "other" }, context),
          parseStorageBucket({ provider: "AZURE", name: address.slice(5), accountName: "acct" }, context),
          parseStorageBucket({ name: address, path: "other", region: "us-west-2", endpoint: "h:1" }, context),
          parseStorageBucket({ provider: "MINIO", name: "bkt", region: "r", endpoint: address }, context),
          parseStorageBucket(
            { provider: "MINIO", name: address, region: "r", endpoint: "minio.test" },
            context,
          ),
        ];
        expect(`${JSON.stringify(results)} ${inspect(results, { depth: 9 })}`).not.toContain("qJ7");
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a private key or an account key in an address", () => {
  const PEM = pem(rsaKey());
  const spelled = [PEM, PEM.replaceAll("\n", "\\n"), PEM.replaceAll("\n", ""), encodeURIComponent(PEM)];
  const wholes = [
    ...spelled.flatMap((key) => [
      `gs://${EMAIL}:${key}@bkt/p`,
      `gs://${EMAIL}:${key}`,
      `gs://GOOG1EACME:${key}@bkt`,
      `s3://${EMAIL}:${key}@storage.googleapis.com/bkt`,
      `az://:${key}@acct/cont`,
    ]),
    ...[ACCOUNT_KEY, encodeURIComponent(ACCOUNT_KEY)].flatMap((key) => [
      `az://:${key}@acct/cont/p`,
      `az://acct:${key}@acct/cont`,
      `az://acct/cont?sig=${key}`,
      `gs://${EMAIL}:${key}@bkt`,
    ]),
  ];
  /** Lines of base64 without what would be percent-encoded. */
  const pieces = `${PEM}${ACCOUNT_KEY}`.match(/[A-Za-z0-9]{10,}/g) ?? [];

  it("is in no message, no warning and no bucket, however the address is cut or broken", () => {
    const broken = fc.record({
      whole: fc.constantFrom(...wholes),
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      removed: fc.constantFrom(0, 0, 1, 30, 9000),
      inserted: fc.constantFrom("", "", "@", "/", ":", "?", "#", "%", " ", "@bkt/", "://"),
    });
    fc.assert(
      fc.property(broken, ({ whole, from, removed, inserted }) => {
        const at = 5 + Math.floor((whole.length - 5) * from);
        const address = whole.slice(0, at) + inserted + whole.slice(at + removed);
        const results = [
          parseAddress(address, contextWith()),
          parseStorageBucket({ provider: "AZURE", name: address, accountName: "acct" }, contextWith()),
        ].filter((result) => !result.ok);
        const shown = `${JSON.stringify(results)} ${inspect(results, { depth: 9 })}`;
        expect(pieces.filter((piece) => shown.includes(piece))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
