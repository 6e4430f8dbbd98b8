import { describe, expect, it } from "vitest";
import { parseStorageBucket, StorageBucketBody } from "../../../lib/buckets/storage-bucket.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import { bare, contextWith, found, problemOf } from "./reading.ts";

const ENDPOINT = "http://minio.test:9000";
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
const aws: Bucket = { provider: "AWS", name: "bkt", path: "p", region: "eu-west-1" };
const cw: Bucket = { provider: "COREWEAVE", name: "bkt", path: "p" };
const minio: Bucket = { provider: "MINIO", name: "bkt", path: "p", region: "r", endpoint: ENDPOINT };
const stored: Bucket = {
  provider: "MINIO",
  name: "stored",
  path: "",
  region: "r-9",
  endpoint: "https://minio.test/b",
};

const twins: Bucket[] = ["http://a.test", "http://b.test"].map((endpoint) => ({
  ...stored,
  name: "twin",
  endpoint,
}));
const context = contextWith([stored, ...twins]);
const parse = (body: StorageBucketBody) => parseStorageBucket(body, context);

const READ: [body: StorageBucketBody, bucket: Bucket][] = [
  [{ provider: "AWS", name: "bkt", path: "p", region: "eu-west-1" }, aws],
  [
    { provider: "AWS", name: "bkt", path: "/p/", region: "eu-west-1", endpoint: "", kmsKeyId: "", id: "" },
    aws,
  ],
  [{ provider: "AWS", name: "bkt", path: "p", endpoint: "s3.eu-west-1.amazonaws.com" }, aws],
  [{ provider: "AWS", name: "bkt", path: "p", endpoint: "https://bkt.s3.eu-west-1.amazonaws.com/" }, aws],
  [{ provider: "MINIO", name: "bkt", path: "p", endpoint: "https://s3.eu-west-1.amazonaws.com" }, aws],
  [{ provider: "AWS", name: "s3://bkt/p?region=eu-west-1" }, aws],
  [{ name: "s3://bkt", path: "p", region: "eu-west-1" }, aws],
  [{ address: "s3://bkt/p/", path: "/p", region: "eu-west-1", name: "bkt" }, aws],
  [{ address: "s3://bkt/p?region=eu-west-1", name: "s3://bkt/p?region=eu-west-1" }, aws],
  [{ provider: "COREWEAVE", address: "s3://AK:SK@s3.eu-west-1.amazonaws.com/bkt/p" }, aws],
  [{ address: "s3://bkt/p", endpoint: "s3.amazonaws.com", region: "eu-west-1" }, aws],
  [
    { provider: "AWS", name: "bkt", path: "p", region: "eu-west-1", kmsKeyId: KEY },
    { ...aws, kmsKeyId: KEY },
  ],
  [
    { address: "s3://bkt/p?region=eu-west-1", kmsKeyID: KEY_ID },
    { ...aws, kmsKeyId: KEY_ID },
  ],
  [
    { address: "cw://bkt/p", kmsKeyID: "alias/a", kmsKeyId: "alias/a" },
    { ...cw, kmsKeyId: "alias/a" },
  ],
  [{ provider: "COREWEAVE", name: "bkt", path: "p" }, cw],
  [{ provider: "COREWEAVE", name: "bkt", path: "p", endpoint: "https://cwobject.com" }, cw],
  [{ provider: "AWS", address: "cw://AK:SK@cwobject.com/bkt/p" }, cw],
  [{ provider: "MINIO", name: "bkt", path: "p", region: "r", endpoint: "minio.test:9000" }, minio],
  [{ provider: "MINIO", name: "bkt", path: "p", region: "r", endpoint: "HTTP://MINIO.test.:9000/" }, minio],
  [{ provider: "AWS", name: "bkt", path: "p", region: "r", endpoint: ENDPOINT }, minio],
  [{ provider: "AWS", name: "s3://AK:SK@minio.test:9000/bkt/p?region=r" }, minio],
  [
    { provider: "MINIO", name: "s3://AK:SK@minio.test:9000/bkt", path: "p", region: "r", endpoint: ENDPOINT },
    minio,
  ],
  [
    { provider: "MINIO", name: "bkt", path: "p", region: "r", endpoint: "https://minio.test/b/c/" },
    { ...minio, endpoint: "https://minio.test/b/c" },
  ],
  [
    { name: "s3://AK:SK@minio.test/bkt/p?region=r", endpoint: "https://minio.test/b" },
    { ...minio, endpoint: "https://minio.test/b" },
  ],
  [{ provider: "MINIO", name: "stored" }, stored],
  [
    { provider: "MINIO", name: "stored", path: "x", region: "r-2" },
    { ...stored, path: "x", region: "r-2" },
  ],
  [{ provider: "MINIO", name: "stored", endpoint: "minio.test/b" }, stored],
  [
    { provider: "MINIO", name: "bkt", path: "p", region: "r", endpoint: ENDPOINT, kmsKeyId: "my-key" },
    { ...minio, kmsKeyId: "my-key" },
  ],
];

const REFUSED: [body: StorageBucketBody, words: RegExp][] = [
  [{}, /Neither a provider nor an address/],
  [{ name: "bkt" }, /Neither a provider nor an address/],
  [{ provider: "AWS" }, /name is missing/],
  [{ provider: "AWS", name: "bkt" }, /region of the AWS bucket is missing/],
  [{ provider: "AWS", name: "bkt", region: "eu/west" }, /not an AWS region/],
  [{ provider: "AWS", name: "bkt/p", region: "eu-west-1" }, /character that belongs to an address/],
  [{ provider: "AWS", name: "AK:SK@h", region: "eu-west-1" }, /character that belongs to an address/],
  [{ provider: "AWS", name: "bkt", region: "eu-west-1", path: "a/../b" }, /segment/],
  [{ provider: "AWS", name: "bkt", region: "eu-west-1", path: "a?b" }, /no address can spell/],
  [
    { provider: "AWS", name: "bkt", region: "eu-west-1", endpoint: "s3.us-east-1.amazonaws.com" },
    /us-east-1, but/,
  ],
  [{ provider: "AWS", name: "bkt", endpoint: "other.s3.eu-west-1.amazonaws.com" }, /names another bucket/],
  [
    { provider: "AWS", name: "bkt", endpoint: "http://s3.eu-west-1.amazonaws.com" },
    /always reached over https/,
  ],
  [{ provider: "AWS", name: "bkt", region: "eu-west-1", accountName: "a" }, /accountName belongs to Azure/],
  [
    { provider: "AWS", name: "bkt", region: "eu-west-1", azureTenantID: "a" },
    /azureTenantId belongs to Azure/,
  ],
  [{ provider: "AWS", name: "bkt", region: "eu-west-1", kmsKeyId: "a key" }, /kmsKeyId is neither/],
  [{ provider: "AWS", name: "bkt", region: "eu-west-1", kmsKeyId: "my-key" }, /kmsKeyId is neither/],
  [{ address: "cw://bkt", kmsKeyId: "my-key" }, /kmsKeyId is neither/],
  [{ provider: "MINIO", name: "stored", kmsKeyId: "a key" }, /kmsKeyId is neither/],
  [
    { provider: "AWS", name: "bkt", region: "eu-west-1", kmsKeyId: KEY.replace("eu-west-1", "eu-west-2") },
    /own region/,
  ],
  [
    { provider: "AWS", name: "bkt", region: "eu-west-1", kmsKeyId: KEY, kmsKeyID: KEY_ID },
    /one field, and they differ/,
  ],
  [{ provider: "AWS", name: "b", awsExternalId: "a", awsExternalID: "b" }, /awsExternalId and awsExternalID/],
  [{ address: "s3://bkt/p?region=eu-west-1", path: "q" }, /field path beside it/],
  [{ address: "s3://bkt?region=eu-west-1", region: "us-east-1" }, /field region beside it/],
  [{ address: "s3://bkt?region=eu-west-1", name: "other" }, /field name beside it/],
  [{ address: "s3://bkt?region=eu-west-1", name: "s3://other" }, /they differ/],
  [{ address: "s3://bkt?region=eu-west-1", endpoint: "minio.test" }, /field endpoint beside it/],
  [{ address: "s3://m.test:9/bkt?region=r", endpoint: "m.test:8" }, /field endpoint beside it/],
  [
    { address: "s3://m.test:9/bkt?region=r&tls=false", endpoint: "https://m.test:9" },
    /field endpoint beside it/,
  ],
  [{ address: "s3://m.test:9/bkt?region=r&basePath=a", endpoint: "m.test:9/b" }, /field endpoint beside it/],
  [{ provider: "COREWEAVE", address: "s3://bkt?region=eu-west-1" }, /provider is COREWEAVE.*AWS/],
  [{ provider: "AWS", address: "cw://bkt" }, /provider is AWS.*COREWEAVE/],
  [{ provider: "GCP", address: "s3://m.test:9/bkt?region=r" }, /provider is GCP.*MINIO/],
  [{ provider: "COREWEAVE", name: "bkt", region: "r", endpoint: ENDPOINT }, /provider is COREWEAVE/],
  [{ provider: "MINIO", address: "s3://bkt?region=eu-west-1" }, /provider is MINIO.*<host>:<port>/],
  [{ provider: "MINIO", name: "bkt", region: "r" }, /no registered store has a bucket of this name/],
  [{ provider: "MINIO", name: "twin" }, /Several registered stores/],
  [{ provider: "MINIO", name: "bkt", endpoint: ENDPOINT }, /region of the S3-compatible store is missing/],
  [{ provider: "MINIO", name: "bkt", region: "r", endpoint: "http://AK:SK@m.test" }, /holds an @/],
  [{ provider: "MINIO", name: "bkt", region: "r", endpoint: "ftp://m.test" }, /endpoint is not a host/],
  [{ provider: "MINIO", name: "bkt", region: "r", endpoint: "m.test?x=1" }, /endpoint is not a host/],
  [{ provider: "MINIO", name: "bkt", region: "r", endpoint: "m.test/../x" }, /base path/],
  [{ provider: "MINIO", name: "bkt", region: "r", endpoint: "127.1" }, /four decimal numbers/],
  [{ provider: "MINIO", name: "bkt", region: "r", endpoint: "m.test:x" }, /port from 1 to 65535/],
  [{ provider: "MINIO", name: "bkt", region: "r", endpoint: "http://" }, /has no host/],
];

describe("storageBucket", () => {
  it.each(READ)("%j is read", (body, bucket) => expect(found(parse(body)).bucket).toEqual(bucket));

  it.each(REFUSED)("%j is refused with a sentence", (body, words) => {
    expect(problemOf(parse(body))).toMatch(words);
  });

  it("takes the keys of its address", () => {
    const { credentials } = found(parse({ provider: "AWS", name: "s3://AK:S%2FK@minio.test/bkt?region=r" }));
    expect(bare(credentials)).toEqual({ accessKeyId: "AK", secretAccessKey: "S/K" });
  });

  it.each([
    [{ awsExternalID: "x" }, /awsExternalId has no effect/],
    [{ organizationID: "x" }, /organizationID has no effect/],
  ])("%j is taken with a warning", (field, words) => {
    const { warnings } = found(parse({ address: "cw://bkt", ...field }));
    expect(warnings).toEqual([expect.stringMatching(words)]);
  });

  it("says when the host decided against the provider that was written", () => {
    const { warnings } = found(parse({ provider: "GCP", address: "cw://cwobject.com/bkt" }));
    expect(warnings).toEqual([expect.stringMatching(/taken for one of COREWEAVE, not of GCP/)]);
  });

  it("warns of plain http where no scheme was written", () => {
    const body = { provider: "MINIO", name: "bkt", region: "r" } as const;
    expect(found(parse({ ...body, endpoint: "m.test:9" })).warnings).toEqual([
      expect.stringMatching(/plain http/),
    ]);
    expect(found(parse({ ...body, endpoint: "http://m.test:9" })).warnings).toEqual([]);
  });

  it("does not change the body that it was given", () => {
    const body = Object.freeze({ address: "cw://bkt", kmsKeyID: "alias/a" });
    expect(found(parse(body)).bucket.kmsKeyId).toBe("alias/a");
  });
});

describe("the shape of storageBucket", () => {
  it.each([
    [{ provider: "aws", name: "b" }, "provider"],
    [{ provider: "AWS", name: 1 }, "name"],
    [{ address: null }, "address"],
  ])("%j is refused at its field", (body, field) => {
    expect(StorageBucketBody.safeParse(body).error?.issues[0]?.path).toEqual([field]);
  });

  it("is refused with an unknown field", () => {
    expect(StorageBucketBody.safeParse({ nmae: "b" }).error?.issues[0]).toMatchObject({
      code: "unrecognized_keys",
      keys: ["nmae"],
    });
  });
});
