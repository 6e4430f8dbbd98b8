import type { Bucket } from "../bucket.ts";
import { kmsKeyProblem, kmsKeyRegion } from "../s3/kms-key.ts";

/** Says what is wrong with a KMS key for a bucket on Amazon S3; undefined when nothing is. */
export function awsKmsKeyProblem(kmsKeyId: string, bucket: Bucket): string | undefined {
  const region = kmsKeyRegion(kmsKeyId);
  if (region !== undefined && region !== bucket.region) {
    return `The KMS key is in the region ${region} and the bucket in ${bucket.region}: S3 takes only keys of the bucket's own region.`;
  }
  return kmsKeyProblem(kmsKeyId);
}
