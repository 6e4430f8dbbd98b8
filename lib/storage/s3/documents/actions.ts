/** Asked of the bucket's own ARN; what the bucket says of itself. */
export const BUCKET_READS = [
  "s3:GetEncryptionConfiguration",
  "s3:GetBucketCORS",
  "s3:GetBucketLocation",
  "s3:GetBucketVersioning",
] as const;

/**
 * Asked of the bucket's own ARN; S3 compares these two lists, and no third, with the condition key `s3:prefix`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export const LIST_ACTIONS = ["s3:ListBucket", "s3:ListBucketVersions"] as const;

/** A list of the bucket's unfinished uploads, which no condition limits to a prefix. */
export const UPLOAD_LIST = "s3:ListBucketMultipartUploads";

/** Asked of an object's ARN. `GetObject*` is W&B's: it covers old versions too. */
export const OBJECT_ACTIONS = [
  "s3:GetObject*",
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:PutObject",
] as const;

/**
 * The 11 actions of W&B's own document, in its order.
 * https://docs.wandb.ai/platform/hosting/data-security/secure-storage-connector
 */
export const DOCUMENTED_ACTIONS = [
  "s3:GetObject*",
  "s3:GetEncryptionConfiguration",
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
  "s3:ListBucketVersions",
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:PutObject",
  "s3:GetBucketCORS",
  "s3:GetBucketLocation",
  "s3:GetBucketVersioning",
] as const;
