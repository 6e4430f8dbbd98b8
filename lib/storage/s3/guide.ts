import type { Bucket } from "../bucket.ts";
import type { Guide } from "../room.ts";
import { shellWord } from "../shell-word.ts";
import { s3apiCommand } from "./documents/cli.ts";
import { corsDocument } from "./documents/cors.ts";
import { needStatement } from "./documents/need-statement.ts";
import { bucketArn } from "./documents/policy-text.ts";
import type { Grantee } from "./documents/statements.ts";

interface S3GuideSettings {
  /** The endpoint that AWS's CLI has to be told, for a store that is not AWS. */
  endpointOf?: ((bucket: Bucket) => string | undefined) | undefined;
  /** How the provider's bucket policies name W&B's identity, at work for one organisation. */
  granteeOf?: ((principal: string, org: string) => Grantee) | undefined;
  /** Of the bucket's ARN. */
  partitionOf?: ((bucket: Bucket) => string) | undefined;
}

/** The S3 family by AWS's names and AWS's CLI, which speaks to any of its stores when it is told the endpoint. */
export function s3Guide({
  endpointOf = () => undefined,
  granteeOf = (principal) => ({ principal: { AWS: principal } }),
  partitionOf = () => "aws",
}: S3GuideSettings): Guide {
  const target = (bucket: Bucket) => ({
    bucketName: bucket.name,
    region: bucket.region,
    endpoint: endpointOf(bucket),
  });
  return {
    corsCaution: "It replaces the rules that the bucket has.",
    keys: { id: "access key id", secret: "secret" },
    permissions: {
      list: "s3:ListBucket",
      read: "s3:GetObject",
      write: "s3:PutObject",
      delete: "s3:DeleteObject",
      multipart: "s3:PutObject",
      abort: "s3:AbortMultipartUpload",
      settings: "s3:GetBucketCORS and s3:GetBucketVersioning",
    },
    allow(need, { bucket, root, org, principal }) {
      const scope = { bucketArn: bucketArn(bucket.name, partitionOf(bucket)), root };
      const grantee = principal === undefined ? {} : granteeOf(principal, org);
      const statement = JSON.stringify(needStatement(need, scope, grantee));
      const where = principal === undefined ? "policy of the key's user" : "bucket policy";
      return `Add this statement to the ${where}: ${statement}.`;
    },
    // https://docs.aws.amazon.com/cli/latest/reference/s3api/put-public-access-block.html
    closeToPublic: (bucket) =>
      "Remove what lets everyone read from its policy and ACLs, and close it: " +
      s3apiCommand(
        target(bucket),
        "put-public-access-block",
        "--public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
      ),
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
