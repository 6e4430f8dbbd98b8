import { describe, expect, it } from "vitest";
import { parseStorageBucket, type StorageBucketBody } from "../../../lib/buckets/storage-bucket.ts";
import type { AddressContext } from "../../../lib/storage/address/address-result.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import { contextWith, found, problemOf } from "./reading.ts";

const TENANT = "1b4e28ba-2fa1-11d2-883f-0016d3cca427";
const BUCKETS: Record<string, Bucket> = {
  minio: { provider: "MINIO", name: "bkt", path: "runs", region: "r", endpoint: "https://minio.test/b" },
  aws: { provider: "AWS", name: "bkt", path: "", region: "eu-west-1" },
  azure: { provider: "AZURE", accountName: "acct", name: "cont", path: "" },
};
const context: AddressContext = { ...contextWith(), byId: (id) => BUCKETS[id] };
const parse = (body: StorageBucketBody) => parseStorageBucket(body, context);

const READ: [body: StorageBucketBody, bucket: Bucket | undefined][] = [
  [{ id: "minio" }, BUCKETS.minio],
  [{ id: "minio", path: "", name: "" }, BUCKETS.minio],
  [{ id: "minio", path: "/runs/" }, BUCKETS.minio],
  [{ id: "minio", provider: "MINIO" }, BUCKETS.minio],
  [{ id: "minio", provider: "AWS" }, BUCKETS.minio],
];

const REFUSED: [body: StorageBucketBody, words: RegExp][] = [
  [{ id: "nope" }, /No bucket that this organisation can pick from has this id.*GET \/buckets/],
  [{ id: "minio", path: "other" }, /not inside the path/],
  [{ id: "minio", path: "runs-2" }, /not inside the path/],
  [{ id: "minio", path: "run" }, /not inside the path/],
  [{ id: "minio", path: "/" }, /not inside the path/],
  [{ id: "minio", path: "runs/../x" }, /segment \. or \.\./],
  [{ id: "aws", path: "_teams/x" }, /begins with _teams/],
  [{ id: "azure", path: "a./b" }, /ends with a dot/],
  [{ id: "aws", provider: "GCP" }, /provider is GCP.*AWS/],
  [{ id: "aws", address: "s3://bkt" }, /address stands beside it/],
  [{ id: "aws", name: "bkt" }, /name stands beside it/],
  [{ id: "aws", name: "s3://bkt" }, /name stands beside it/],
  [{ id: "aws", endpoint: "minio.test" }, /endpoint stands beside it/],
  [{ id: "aws", region: "eu-west-1" }, /region stands beside it/],
  [{ id: "azure", accountName: "acct" }, /accountName stands beside it/],
  [{ id: "azure", containerName: "cont" }, /containerName stands beside it/],
  [{ id: "aws", kmsKeyId: "a key" }, /kmsKeyId is neither/],
  [{ id: "aws", azureTenantId: TENANT }, /azureTenantId belongs to Azure/],
];

describe("a bucket that is chosen by its id", () => {
  it.each(READ)("%j is read", (body, bucket) => expect(found(parse(body)).bucket).toEqual(bucket));

  it.each(REFUSED)("%j is refused with a sentence", (body, words) => {
    expect(problemOf(parse(body))).toMatch(words);
  });

  it("may be narrowed to a path inside its own", () => {
    expect(found(parse({ id: "minio", path: "runs/omega/" })).bucket).toEqual({
      ...BUCKETS.minio,
      path: "runs/omega",
    });
    expect(found(parse({ id: "aws", path: "a%2Fb" }))).toMatchObject({
      bucket: { path: "a%2Fb" },
      warnings: [expect.stringMatching(/not decoded/)],
    });
  });

  it("takes a KMS key and a managed identity from beside it", () => {
    expect(found(parse({ id: "aws", kmsKeyId: "alias/a" })).bucket.kmsKeyId).toBe("alias/a");
    const ids = { azureTenantId: TENANT, azureClientId: TENANT };
    expect(found(parse({ id: "azure", ...ids })).bucket).toEqual({ ...BUCKETS.azure, ...ids });
  });

  it("brings no credentials, and leaves what it was chosen from as it is", () => {
    const before = structuredClone(BUCKETS);
    expect(found(parse({ id: "minio", path: "runs/x" }))).not.toHaveProperty("credentials");
    expect(BUCKETS).toEqual(before);
  });

  it("is not known where nothing can be picked from", () => {
    expect(problemOf(parseStorageBucket({ id: "aws" }, contextWith()))).toMatch(/No bucket/);
  });
});
