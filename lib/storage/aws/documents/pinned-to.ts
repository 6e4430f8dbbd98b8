import type { Condition } from "../../s3/documents/policy.ts";
import { literalValue } from "../../s3/documents/policy-text.ts";

/**
 * Holds for sessions of the integration role that were opened for one organisation: the tag is set when the role is
 * assumed. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function pinnedTo(org: string): Condition {
  return { StringEquals: { "aws:PrincipalTag/wandb:OrgID": literalValue(org) } };
}
