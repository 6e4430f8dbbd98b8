import { KMS_ACTIONS } from "../storage/aws/documents/kms-actions.ts";
import { literalPattern } from "../storage/s3/documents/policy-text.ts";

/**
 * `presign` signs grants for users; `validate` also lists the root and reads what the bucket says of itself; `prove` only
 * lists the root and reads what lies in the service's own folder, until it is known whose the bucket is.
 */
export type SessionPurpose = "presign" | "validate" | "prove";

export interface SessionScope {
  /** `aws`, `aws-cn` or `aws-us-gov`: the partition of the role, and so of every bucket that it can reach. */
  partition: string;
  bucketName: string;
  /** The prefix that the session is limited to; empty for the whole bucket, else ending in a slash. */
  root: string;
  /** The declared KMS key: key ARN, bare key id, or an alias. */
  kmsKeyId?: string;
  purpose: SessionPurpose;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_RequestParameters */
const POLICY_MAX_CHARACTERS = 2048;

const OBJECT_ACTIONS = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"];

const BUCKET_READS = [
  "s3:GetBucketCORS",
  "s3:GetBucketLocation",
  "s3:GetBucketVersioning",
  "s3:GetEncryptionConfiguration",
];

/**
 * No request under the session may carry an ACL. Stores that obey unsigned `x-amz-*` headers (radosgw 16.2,
 * measured 2026-11-24) ask only for PutObject then, so leaving out PutObjectAcl is not enough there.
 * radosgw gives every PUT an `s3:x-amz-acl`, empty when the header is absent: hence `?*` instead of Null.
 */
const WITHOUT_ACL = {
  Null: {
    "s3:x-amz-grant-full-control": "true",
    "s3:x-amz-grant-read": "true",
    "s3:x-amz-grant-read-acp": "true",
    "s3:x-amz-grant-write": "true",
    "s3:x-amz-grant-write-acp": "true",
  },
  StringNotLikeIfExists: { "s3:x-amz-acl": "?*" },
};

/**
 * The session policy that limits a role session to one root: the same text for the same scope.
 * Throws a plain Error for a root without its closing slash and for a policy that STS would refuse as too long;
 * no root that an address allows makes one.
 */
export function sessionPolicy(scope: SessionScope): string {
  if (scope.bucketName === "") return policyOf([{ Effect: "Deny", Action: "*", Resource: "*" }]);
  if (scope.root !== "" && !scope.root.endsWith("/"))
    throw new Error("A session's root must end in a slash.");

  const exact = policyFor(scope, literalPattern(scope.root));
  if (exact.length <= POLICY_MAX_CHARACTERS) return exact;
  // Validation's policy names the root twice, and an escaped glob is four characters long. `?` is one and stands
  // for any one character: a wider policy for odd paths, under which nothing is signed that leaves the service.
  const wide = scope.purpose !== "presign" ? policyFor(scope, scope.root.replace(/[*?$"]/g, "?")) : exact;
  if (wide.length > POLICY_MAX_CHARACTERS) throw new Error("The session policy is longer than STS allows.");
  return wide;
}

function policyFor(scope: SessionScope, root: string): string {
  const bucketArn = `arn:${scope.partition}:s3:::${literalPattern(scope.bucketName)}`;
  const statements: object[] =
    scope.purpose === "prove"
      ? [{ Effect: "Allow", Action: "s3:GetObject", Resource: `${bucketArn}/${root}.wandb-byob/*` }]
      : [
          {
            Effect: "Allow",
            Action: OBJECT_ACTIONS,
            Resource: `${bucketArn}/${root}*`,
            Condition: WITHOUT_ACL,
          },
        ];
  if (scope.purpose !== "presign") statements.push(listStatement(bucketArn, root));
  if (scope.purpose === "validate")
    statements.push({ Effect: "Allow", Action: BUCKET_READS, Resource: bucketArn });
  if (scope.kmsKeyId !== undefined) statements.push(kmsStatement(scope.partition, scope.kmsKeyId));
  return policyOf(statements);
}

function listStatement(bucketArn: string, root: string): object {
  const statement = { Effect: "Allow", Action: "s3:ListBucket", Resource: bucketArn };
  if (root === "") return statement;
  return { ...statement, Condition: { StringLike: { "s3:prefix": `${root}*` } } };
}

/** Keys are usable through S3 alone: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html */
function kmsStatement(partition: string, kmsKeyId: string): object {
  const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return {
    Effect: "Allow",
    Action: KMS_ACTIONS,
    Resource: keyArn(partition, kmsKeyId),
    Condition: { StringLike: { "kms:ViaService": `s3.*.${suffix}` } },
  };
}

/** An alias names no resource in a policy; the role's own policy and the key's say which keys it may stand for. */
function keyArn(partition: string, kmsKeyId: string): string {
  if (/^arn:[^*?$]+:key\/[A-Za-z0-9-]+$/.test(kmsKeyId)) return kmsKeyId;
  const bareKey = /^(?!alias\/)[A-Za-z0-9-]+$/.test(kmsKeyId);
  return `arn:${partition}:kms:*:*:key/${bareKey ? kmsKeyId : "*"}`;
}

function policyOf(statements: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
