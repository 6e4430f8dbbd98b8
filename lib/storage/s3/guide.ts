import type { Bucket } from "../bucket.ts";
import type { Guide } from "../room.ts";
import { shellWord } from "../shell-word.ts";
import { s3apiCommand } from "./documents/cli.ts";
import { corsDocument } from "./documents/cors.ts";

/** The S3 family by AWS's names and AWS's CLI, which speaks to any of its stores when it is told the endpoint. */
export function s3Guide(endpointOf: (bucket: Bucket) => string | undefined = () => undefined): Guide {
  const target = (bucket: Bucket) => ({
    bucketName: bucket.name,
    region: bucket.region,
    endpoint: endpointOf(bucket),
  });
  return {
    permissions: {
      list: "s3:ListBucket",
      read: "s3:GetObject",
      write: "s3:PutObject",
      delete: "s3:DeleteObject",
      multipart: "s3:PutObject",
      abort: "s3:AbortMultipartUpload",
      settings: "s3:GetBucketCORS and s3:GetBucketVersioning",
    },
    // https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-versioning.html
    keepDeletedCommand: (bucket) =>
      s3apiCommand(target(bucket), "put-bucket-versioning", "--versioning-configuration Status=Enabled"),
    // https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-cors.html
    corsCommand: (bucket, origins) =>
      s3apiCommand(
        target(bucket),
        "put-bucket-cors",
        `--cors-configuration ${shellWord(JSON.stringify(corsDocument(origins)))}`,
      ),
  };
}
