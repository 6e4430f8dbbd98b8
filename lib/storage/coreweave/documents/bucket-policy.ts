import { type Condition, type Policy, policyOf } from "../../s3/documents/policy.ts";
import { bucketArn, literalPattern } from "../../s3/documents/policy-text.ts";
import { documentedStatement, narrowStatements } from "../../s3/documents/statements.ts";

export interface CoreweavePolicyRequest {
  bucketName: string;
  principal: string;
  org: string;
}

/** Holds for requests that W&B makes for one organisation. */
export function pinnedTo(org: string): Condition {
  return { StringLike: { "wandb:OrgID": [literalPattern(org)] } };
}

/**
 * W&B's own bucket policy for CoreWeave, which is pinned to the organisation already.
 * https://docs.wandb.ai/platform/hosting/data-security/secure-storage-connector
 */
export function documentedCoreweavePolicy({ bucketName, principal, org }: CoreweavePolicyRequest): Policy {
  const grantee = { principal: { CW: principal }, condition: pinnedTo(org) };
  return policyOf([documentedStatement("AllowWandbUser", bucketArn(bucketName), grantee)]);
}

/** The same actions, under the root alone. */
export function strictCoreweavePolicy({
  bucketName,
  principal,
  org,
  root,
}: CoreweavePolicyRequest & { root: string }): Policy {
  const grantee = { principal: { CW: principal }, condition: pinnedTo(org) };
  return policyOf(narrowStatements({ bucketArn: bucketArn(bucketName), root }, grantee));
}

/** For an access key of the customer's own, whose principal CoreWeave's console shows. */
export function ownCoreweavePolicy({
  bucketName,
  principal,
  root,
  strict,
}: {
  bucketName: string;
  principal: string;
  root: string;
  strict: boolean;
}): Policy {
  const arn = bucketArn(bucketName);
  const grantee = { principal: { CW: principal } };
  return policyOf(
    strict
      ? narrowStatements({ bucketArn: arn, root }, grantee)
      : [documentedStatement("AllowWandbUser", arn, grantee)],
  );
}
