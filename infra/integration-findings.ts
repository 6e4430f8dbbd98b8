import type { CfnRole } from "aws-cdk-lib/aws-iam";
import { KMS_ACTIONS } from "../lib/storage/aws/documents/kms-actions.ts";
import { DOCUMENTED_ACTIONS } from "../lib/storage/s3/documents/actions.ts";
import { acknowledge } from "./acknowledge.ts";
import type { Settings } from "./settings.ts";

const ACTIONS =
  "The wildcards are those of W&B's own document, which customers' policies repeat; the simulator's table in test/infra shows what they come to.";
const ANY_BUCKET =
  "Customers' buckets are not known in advance: their own policies let the role in, our account is denied, and each session is limited to one root.";
const ANY_KEY =
  "Customers' keys are not known in advance: their own policies let the role in, through S3 alone, and our account is denied.";
const OBJECTS = "All objects of a bucket that the operator listed; each session is limited to one root.";

/** Why each wildcard of the integration role's permissions may stand. */
export function acknowledgeWildcards(role: CfnRole, { deployment, bucketArns, kmsKeyArns }: Settings): void {
  const wildcard = (finding: string, reason: string) =>
    acknowledge(role, `AwsSolutions-IAM5[${finding}]`, reason);
  const actions = (all: readonly string[]) => {
    for (const action of all) if (action.includes("*")) wildcard(`Action::${action}`, ACTIONS);
  };
  const multiTenant = deployment === "multi-tenant";
  if (multiTenant) {
    wildcard("Resource::arn:<AWS::Partition>:s3:::*", ANY_BUCKET);
    wildcard("Resource::arn:<AWS::Partition>:kms:*:*:key/*", ANY_KEY);
  }
  if (multiTenant || bucketArns.length > 0) actions(DOCUMENTED_ACTIONS);
  if (multiTenant || kmsKeyArns.length > 0) actions(KMS_ACTIONS);
  for (const arn of bucketArns) wildcard(`Resource::${arn}/*`, OBJECTS);
}
