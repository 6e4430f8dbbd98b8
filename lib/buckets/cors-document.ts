import type { Bucket } from "../storage/bucket.ts";

/**
 * The CORS configuration that W&B's pages need, as S3 takes it. W&B's own document allows every origin; naming the
 * front end's is enough and lets no other page read.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
 */
function s3CorsDocument(origins: readonly string[]): string {
  return JSON.stringify({
    CORSRules: [
      {
        AllowedHeaders: ["*"],
        AllowedMethods: ["GET", "HEAD", "PUT"],
        AllowedOrigins: origins,
        ExposeHeaders: ["ETag"],
        MaxAgeSeconds: 3000,
      },
    ],
  });
}

/**
 * The command that sets it, for the bucket's own store: without an endpoint the CLI would turn to AWS.
 * https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-cors.html
 */
export function putCorsCommand(bucket: Bucket, origins: readonly string[]): string {
  const endpoint = bucket.provider === "COREWEAVE" ? "https://cwobject.com" : bucket.endpoint;
  return [
    `aws s3api put-bucket-cors --bucket ${bucket.name}`,
    ...(endpoint === undefined ? [] : [`--endpoint-url '${endpoint}'`]),
    ...(bucket.region === undefined ? [] : [`--region ${bucket.region}`]),
    `--cors-configuration '${s3CorsDocument(origins)}'`,
  ].join(" ");
}
