import type { BucketMetadata } from "@google-cloud/storage";
import { type Bucket, rootOf } from "../bucket.ts";
import type { BucketFacts, CorsRule } from "../inspector.ts";
import { expiresObjects } from "./lifecycle.ts";

const SECONDS_A_DAY = 86_400;

/**
 * Reads the bucket's resource. Where it lacks a field, the feature is off; but for soft delete, which is then unknown.
 * https://cloud.google.com/storage/docs/json_api/v1/buckets#resource
 */
export function bucketFacts(metadata: BucketMetadata, bucket: Bucket): BucketFacts {
  const retention = metadata.softDeletePolicy?.retentionDurationSeconds;
  const defaultKmsKey = metadata.encryption?.defaultKmsKeyName;
  return {
    corsRules: (metadata.cors ?? []).map(corsRule),
    versioning: metadata.versioning?.enabled ?? false,
    expiresObjects: expiresObjects(metadata.lifecycle?.rule ?? [], rootOf(bucket)),
    ...(retention !== undefined && { softDeleteDays: Number(retention) / SECONDS_A_DAY }),
    ...(metadata.location && { region: metadata.location.toLowerCase() }),
    ...(defaultKmsKey && { defaultKmsKey }),
  };
}

/** `responseHeader` is for both directions. https://cloud.google.com/storage/docs/cross-origin */
function corsRule({
  origin = [],
  method = [],
  responseHeader = [],
  maxAgeSeconds,
}: NonNullable<BucketMetadata["cors"]>[number]): CorsRule {
  return {
    origins: origin,
    methods: method,
    requestHeaders: responseHeader,
    exposedHeaders: responseHeader,
    ...(maxAgeSeconds !== undefined && { maxAgeSeconds }),
  };
}
