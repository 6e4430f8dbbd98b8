import type { Bucket, Provider } from "../../storage/bucket.ts";

const ARN =
  /^arn:aws(?:-[a-z]+)*:kms:(?<region>[a-z0-9-]{1,32}):\d{12}:(?:key\/[A-Za-z0-9-]{1,64}|alias\/[A-Za-z0-9/_-]{1,250})$/;
const BARE =
  /^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|mrk-[0-9a-f]{32}|alias\/[A-Za-z0-9/_-]{1,250})$/;
/** The key stores behind MinIO and Ceph have names of their own making. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,255}$/;

/** Where uploads name no key: what encrypts is set on the bucket or the account. */
const NO_KEY: Partial<Record<Provider, string>> = {
  GCP: "kmsKeyId has no meaning for Google Cloud Storage: Google encrypts with its own keys, or with the bucket's default key. Leave kmsKeyId away.",
  AZURE:
    "kmsKeyId has no meaning for Azure Blob Storage: Azure encrypts with the key that the storage account is configured with. Leave kmsKeyId away.",
};

/**
 * Says what is wrong with a KMS key for the bucket; undefined when nothing is.
 * https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
 */
export function kmsKeyProblem(kmsKeyId: string, bucket: Bucket): string | undefined {
  const noKey = NO_KEY[bucket.provider];
  if (noKey !== undefined) return noKey;
  if (bucket.provider === "MINIO" && PLAIN.test(kmsKeyId)) return undefined;
  const arn = ARN.exec(kmsKeyId);
  if (!arn && !BARE.test(kmsKeyId)) {
    return "kmsKeyId is neither the ARN of a KMS key or alias, nor a key id, nor an alias/<name>.";
  }
  const region = arn?.groups?.region;
  if (bucket.provider === "AWS" && region !== undefined && region !== bucket.region) {
    return `The KMS key is in the region ${region} and the bucket in ${bucket.region}: S3 takes only keys of the bucket's own region.`;
  }
  return undefined;
}
