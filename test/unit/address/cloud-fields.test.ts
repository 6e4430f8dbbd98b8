import { describe, expect, it } from "vitest";
import { parseStorageBucket, type StorageBucketBody } from "../../../lib/buckets/storage-bucket.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import { bare, contextWith, found, problemOf } from "./reading.ts";
import { ACCOUNT_KEY } from "./sample-keys.ts";

const parse = (body: StorageBucketBody) => parseStorageBucket(body, contextWith());

const TENANT = "1b4e28ba-2fa1-11d2-883f-0016d3cca427";
const CLIENT = "6fa459ea-ee8a-3ca4-894e-db77e160355e";
const KEYED = `az://:${encodeURIComponent(ACCOUNT_KEY)}@acct/cont/p`;
const gcp: Bucket = { provider: "GCP", name: "bkt", path: "p" };
const azure: Bucket = { provider: "AZURE", accountName: "acct", name: "cont", path: "p" };
const managed: Bucket = { ...azure, azureTenantId: TENANT, azureClientId: CLIENT };
const HOST = "https://acct.blob.core.windows.net";

const READ: [body: StorageBucketBody, bucket: Bucket][] = [
  [{ provider: "GCP", name: "bkt", path: "/p/", region: "", endpoint: "" }, gcp],
  [{ provider: "GCP", name: "gs://bkt/p" }, gcp],
  [{ address: "gs://bkt", path: "p", name: "bkt" }, gcp],
  [{ address: "gs://bkt/p", endpoint: "https://storage.googleapis.com" }, gcp],
  [{ provider: "GCP", name: "bkt", path: "p", endpoint: "storage.googleapis.com" }, gcp],
  [{ provider: "AWS", name: "bkt", path: "p", endpoint: "https://bkt.storage.googleapis.com/" }, gcp],
  [{ provider: "AZURE", accountName: "acct", containerName: "cont", path: "p" }, azure],
  [{ provider: "AZURE", accountName: "ACCT", name: "cont", path: "p" }, azure],
  [{ provider: "AZURE", name: "Acct/cont", path: "p" }, azure],
  [{ provider: "AZURE", name: "acct/cont", accountName: "acct", containerName: "cont", path: "p" }, azure],
  [{ provider: "AZURE", name: "cont", containerName: "cont", accountName: "acct", path: "p" }, azure],
  [{ provider: "AZURE", name: "cont", path: "p", endpoint: HOST }, azure],
  [{ provider: "AZURE", name: "acct/cont", path: "p", endpoint: HOST }, azure],
  [{ provider: "AWS", name: "cont", path: "p", endpoint: HOST }, azure],
  [{ provider: "AZURE", name: "az://acct/cont/p" }, azure],
  [{ address: "az://acct/cont", path: "p", name: "acct/cont" }, azure],
  [{ address: "az://acct/cont/p", accountName: "Acct", containerName: "cont", endpoint: HOST }, azure],
  [{ address: "az://acct/cont/p", azureTenantId: TENANT, azureClientId: CLIENT }, managed],
  [
    {
      provider: "AZURE",
      name: "acct/cont",
      path: "p",
      azureTenantID: TENANT.toUpperCase(),
      azureClientID: CLIENT,
    },
    managed,
  ],
];

const REFUSED: [body: StorageBucketBody, words: RegExp][] = [
  [{ provider: "GCP" }, /name is missing/],
  [{ provider: "GCP", name: "bkt", region: "eu" }, /region has no meaning for Google Cloud Storage/],
  [{ provider: "GCP", name: "bkt", kmsKeyId: "alias/a" }, /kmsKeyId has no meaning for Google Cloud Storage/],
  [{ provider: "GCP", name: "bkt", accountName: "acct" }, /accountName belongs to Azure/],
  [{ provider: "GCP", name: "bkt", azureTenantId: TENANT }, /azureTenantId belongs to Azure/],
  [{ provider: "GCP", name: "bkt", endpoint: "http://storage.googleapis.com" }, /always reached over https/],
  [{ provider: "GCP", name: "bkt", endpoint: "storage.googleapis.com/b" }, /basePath has no meaning/],
  [{ provider: "GCP", name: "bkt", endpoint: "other.storage.googleapis.com" }, /names another bucket/],
  [{ provider: "GCP", name: "bkt", endpoint: "minio.test:9", region: "r" }, /provider is GCP.*MINIO/],
  [{ provider: "GCP", name: "a/b" }, /character that belongs to an address/],
  [{ provider: "GCP", name: "s3.amazonaws.com" }, /host of a storage provider/],
  [{ provider: "AWS", name: "gs://bkt" }, /provider is AWS.*GCP/],
  [{ provider: "GCP", address: "az://acct/cont" }, /provider is GCP.*AZURE/],
  [{ address: "gs://bkt", endpoint: "https://acct.blob.core.windows.net" }, /field endpoint beside it/],
  [{ provider: "AZURE" }, /name of the storage account is missing/],
  [{ provider: "AZURE", name: "cont" }, /name of the storage account is missing.*<account>\/<container>/],
  [{ provider: "AZURE", accountName: "acct" }, /container's name is missing/],
  [{ provider: "AZURE", name: "acct/" }, /names no container/],
  [{ provider: "AZURE", name: "/cont" }, /storage account has 3 to 24/],
  [{ provider: "AZURE", name: "acct/cont/p" }, /character that belongs to an address/],
  [{ provider: "AZURE", accountName: "my.acct", containerName: "cont" }, /storage account has 3 to 24/],
  [{ provider: "AZURE", accountName: "acct/../x", containerName: "cont" }, /storage account has 3 to 24/],
  [
    { provider: "AZURE", name: "acct/cont", accountName: "other" },
    /another storage account than accountName/,
  ],
  [
    { provider: "AZURE", name: "cont", containerName: "other", accountName: "acct" },
    /another container than containerName/,
  ],
  [
    { provider: "AZURE", name: "other/cont", endpoint: HOST },
    /endpoint's host is that of another storage account/,
  ],
  [{ provider: "AZURE", name: "acct/cont", kmsKeyId: "alias/a" }, /kmsKeyId has no meaning for Azure/],
  [{ provider: "AZURE", name: "acct/cont", region: "eu" }, /region has no meaning for Azure/],
  [{ address: "az://acct/cont", accountName: "other" }, /field accountName beside it/],
  [{ address: "az://acct/cont", containerName: "other" }, /field containerName beside it/],
  [{ address: "az://acct/cont", name: "other" }, /field name beside it/],
  [{ address: "az://acct/cont", name: "other/cont" }, /field name beside it/],
  [{ address: "az://acct/cont", endpoint: "other.blob.core.windows.net" }, /field endpoint beside it/],
  [{ address: "az://acct/cont", endpoint: "acct.blob.core.chinacloudapi.cn" }, /sovereign cloud/],
  [{ address: "az://acct/cont", azureTenantId: TENANT }, /go together, and azureClientId is missing/],
  [{ address: "az://acct/cont", azureClientID: CLIENT }, /go together, and azureTenantId is missing/],
  [
    { address: "az://acct/cont", azureTenantId: TENANT, azureClientId: `${CLIENT}/x` },
    /azureClientId is not a UUID/,
  ],
  [
    { address: "az://acct/cont", azureTenantId: "acme.onmicrosoft.com", azureClientId: CLIENT },
    /azureTenantId is not a UUID/,
  ],
  [
    { address: KEYED, azureTenantId: TENANT, azureClientId: CLIENT },
    /Both an access key and a managed identity.*Leave the access key out of the address/,
  ],
];

describe("storageBucket of Google Cloud Storage and Azure", () => {
  it.each(READ)("%j is read", (body, bucket) => expect(found(parse(body)).bucket).toEqual(bucket));

  it.each(REFUSED)("%j is refused with a sentence", (body, words) => {
    expect(problemOf(parse(body))).toMatch(words);
  });

  it("takes the key of its address", () => {
    const { bucket, credentials } = found(parse({ provider: "AZURE", name: KEYED }));
    expect(bucket).toEqual(azure);
    expect(bare(credentials)).toEqual({ accountKey: ACCOUNT_KEY });
  });

  it("says when the host decided against the provider that was written", () => {
    const { warnings } = found(parse({ provider: "AWS", name: "cont", endpoint: HOST }));
    expect(warnings).toEqual([expect.stringMatching(/taken for one of AZURE, not of AWS/)]);
  });
});
