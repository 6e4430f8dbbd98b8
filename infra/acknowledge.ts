import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/**
 * Lets one finding of cdk-nag stand, on one construct and for a reason. A finding of a rule that reports several, like
 * wildcards, is named whole: `AwsSolutions-IAM5[Resource::*]`.
 * https://github.com/cdklabs/cdk-nag/blob/main/RULES.md
 */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}
