import { type Policy, policyOf } from "../../s3/documents/policy.ts";
import { bucketArn } from "../../s3/documents/policy-text.ts";
import { documentedStatement, narrowStatements, statement } from "../../s3/documents/statements.ts";
import { partitionOf } from "../partition.ts";
import { KMS_ACTIONS, throughS3 } from "./kms-actions.ts";

export interface IdentityPolicyRequest {
  bucketName: string;
  region: string;
  /** The ARN of the declared KMS key. */
  kmsKeyArn?: string;
}

/** What an IAM user of the customer's own is allowed, with W&B's documented actions on the whole bucket. */
export function documentedIdentityPolicy(request: IdentityPolicyRequest): Policy {
  const arn = bucketArn(request.bucketName, partitionOf(request.region).name);
  return policyOf([documentedStatement("WAndBAccountAccess", arn, {}), ...keyStatements(request)]);
}

/** The same actions, under the root alone. */
export function strictIdentityPolicy(request: IdentityPolicyRequest & { root: string }): Policy {
  const arn = bucketArn(request.bucketName, partitionOf(request.region).name);
  return policyOf([
    ...narrowStatements({ bucketArn: arn, root: request.root }, {}),
    ...keyStatements(request),
  ]);
}

function keyStatements({ kmsKeyArn, region }: IdentityPolicyRequest) {
  if (kmsKeyArn === undefined) return [];
  return [statement("WandBKey", [...KMS_ACTIONS], kmsKeyArn, { condition: throughS3(region) })];
}
