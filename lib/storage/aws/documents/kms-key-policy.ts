import { allOf, type Policy, policyOf, type Statement } from "../../s3/documents/policy.ts";
import { statement } from "../../s3/documents/statements.ts";
import { partitionOf } from "../partition.ts";
import { KMS_ACTIONS, throughS3 } from "./kms-actions.ts";
import { pinnedTo } from "./pinned-to.ts";

export interface KeyPolicyRequest {
  /** The account that owns the key. */
  accountId: string;
  region: string;
  /** The ARN of who may use the key. */
  principal: string;
}

/** The key's account rules it by IAM. Without this statement nobody could change the policy again. */
function internalStatement({ accountId, region }: Omit<KeyPolicyRequest, "principal">): Statement {
  const root = `arn:${partitionOf(region).name}:iam::${accountId}:root`;
  return statement("Internal", "kms:*", "*", { principal: { AWS: root } });
}

/** A key for its own account alone: an access key of that account may use it as its IAM policy says. */
export function ownKeyPolicy(request: Omit<KeyPolicyRequest, "principal">): Policy {
  return policyOf([internalStatement(request)]);
}

/**
 * W&B's own key policy, for a key of the usage ENCRYPT_DECRYPT: any session of the integration role, with or without S3.
 * https://docs.wandb.ai/platform/hosting/data-security/secure-storage-connector
 */
export function documentedKeyPolicy(request: KeyPolicyRequest): Policy {
  const external = statement("External", [...KMS_ACTIONS], "*", { principal: { AWS: request.principal } });
  return policyOf([internalStatement(request), external]);
}

/** The same actions, through S3 alone and for sessions of one organisation alone. */
export function strictKeyPolicy(request: KeyPolicyRequest & { org: string }): Policy {
  const condition = allOf(throughS3(request.region), pinnedTo(request.org));
  const principal = { AWS: request.principal };
  const external = statement("External", [...KMS_ACTIONS], "*", { principal, condition });
  return policyOf([internalStatement(request), external]);
}
