import { POLICY_ID, type Policy, policyOf } from "../../s3/documents/policy.ts";
import { bucketArn } from "../../s3/documents/policy-text.ts";
import { documentedStatement, narrowStatements } from "../../s3/documents/statements.ts";
import { partitionOf } from "../partition.ts";
import { pinnedTo } from "./pinned-to.ts";

export interface BucketPolicyRequest {
  bucketName: string;
  region: string | undefined;
  /** The ARN of who is let in. */
  principal: string;
}

/**
 * W&B's own bucket policy: any session of the integration role, anywhere in the bucket.
 * https://docs.wandb.ai/platform/hosting/data-security/secure-storage-connector
 */
export function documentedBucketPolicy({ bucketName, region, principal }: BucketPolicyRequest): Policy {
  const arn = bucketArn(bucketName, partitionOf(region).name);
  return policyOf(
    [documentedStatement("WAndBAccountAccess", arn, { principal: { AWS: principal } })],
    POLICY_ID,
  );
}

/** The same actions, under the root alone and for sessions of one organisation alone. */
export function strictBucketPolicy(
  request: BucketPolicyRequest & { org: string /** Empty, or ending in a slash. */; root: string },
): Policy {
  const { bucketName, region, principal, org, root } = request;
  const scope = { bucketArn: bucketArn(bucketName, partitionOf(region).name), root };
  return policyOf(
    narrowStatements(scope, { principal: { AWS: principal }, condition: pinnedTo(org) }),
    POLICY_ID,
  );
}
