import type { Bucket } from "../bucket.ts";
import type { Guide } from "../room.ts";

/** The S3 family by AWS's names and AWS's CLI, which speaks to any of its stores when it is told the endpoint. */
export function s3Guide(endpointOf: (bucket: Bucket) => string | undefined = () => undefined): Guide {
  return {
    permissions: {
      list: "s3:ListBucket",
      read: "s3:GetObject",
      write: "s3:PutObject",
      delete: "s3:DeleteObject",
    },
    // https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-cors.html
    corsCommand(bucket, origins) {
      const endpoint = endpointOf(bucket);
      return [
        `aws s3api put-bucket-cors --bucket ${bucket.name}`,
        ...(endpoint === undefined ? [] : [`--endpoint-url '${endpoint}'`]),
        ...(bucket.region === undefined ? [] : [`--region ${bucket.region}`]),
        `--cors-configuration '${corsDocument(origins)}'`,
      ].join(" ");
    },
  };
}

/**
 * W&B's own document allows every origin; naming the front end's is enough and lets no other page read.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
 */
function corsDocument(origins: readonly string[]): string {
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
