/** W&B's wire names of the storage providers. `MINIO` means any S3-compatible store. */
export const PROVIDERS = ["COREWEAVE", "AWS", "GCP", "AZURE", "MINIO"] as const;

export type Provider = (typeof PROVIDERS)[number];

/** The public half of a binding: where objects go. Holds nothing secret; it is what answers and the table show. */
export interface Bucket {
  provider: Provider;
  /** The bucket's (or container's) bare name. */
  name: string;
  /** Prefix inside the bucket, without slashes at its ends; empty for the whole bucket. */
  path: string;
  region?: string;
  /** Scheme, host, port and base path of an S3-compatible store, e.g. `http://minio.acme.test:9000/base`. */
  endpoint?: string;
  kmsKeyId?: string;
  /** Azure's storage account; the bucket's name is the container's. */
  accountName?: string;
  /** The customer's directory and managed identity at Azure, which a federated token is exchanged at. */
  azureTenantId?: string;
  azureClientId?: string;
}

/** The prefix that belongs to an External team: its path with one slash at the end, or empty for the whole bucket. */
export function rootOf(bucket: Bucket): string {
  return bucket.path === "" ? "" : `${bucket.path}/`;
}
