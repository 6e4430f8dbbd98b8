import type { Stack } from "aws-cdk-lib";
import { Effect, PolicyStatement, type PolicyStatementProps } from "aws-cdk-lib/aws-iam";
import { KMS_ACTIONS } from "../lib/storage/aws/documents/kms-actions.ts";
import { DOCUMENTED_ACTIONS } from "../lib/storage/s3/documents/actions.ts";
import type { Settings } from "./settings.ts";

/**
 * What the integration role may do: the actions that W&B documents and no other. Customers' own policies decide where;
 * a session policy narrows each session to one team's root. The bounds are denials: within one account the policy of a
 * bucket or key is enough to let the role in, whatever the role itself is allowed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function integrationPermissions(
  stack: Stack,
  { deployment, bucketArns, kmsKeyArns }: Settings,
): PolicyStatement[] {
  // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
  const keysServeS3Alone = deny("KeysServeS3Alone", "kms:*", {
    resources: ["*"],
    conditions: { StringNotLike: { "kms:ViaService": `s3.*.${stack.urlSuffix}` } },
  });
  if (deployment === "multi-tenant") return [...anyCustomers(stack), keysServeS3Alone];
  return [
    ...(bucketArns.length === 0 ? [] : [allow("ListedBuckets", DOCUMENTED_ACTIONS, withObjects(bucketArns))]),
    ...(kmsKeyArns.length === 0 ? [] : [allow("ListedKeys", KMS_ACTIONS, kmsKeyArns)]),
    deny("NoOtherBuckets", "s3:*", allBut(withObjects(bucketArns))),
    deny("NoOtherKeys", "kms:*", allBut(kmsKeyArns)),
    keysServeS3Alone,
  ];
}

/** Nobody knows the customers' buckets in advance; ours are none of theirs. KMS has no kms:ResourceAccount. */
function anyCustomers({ partition, account }: Stack): PolicyStatement[] {
  return [
    allow("CustomersBuckets", DOCUMENTED_ACTIONS, [`arn:${partition}:s3:::*`]),
    allow("CustomersKeys", KMS_ACTIONS, [`arn:${partition}:kms:*:*:key/*`]),
    deny("NeverOurBuckets", "s3:*", {
      resources: ["*"],
      conditions: { StringEquals: { "s3:ResourceAccount": account } },
    }),
    deny("NeverOurKeys", "kms:*", {
      resources: ["*"],
      conditions: { StringEquals: { "aws:ResourceAccount": account } },
    }),
  ];
}

function allow(sid: string, actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return new PolicyStatement({ sid, actions: [...actions], resources: [...resources] });
}

function deny(sid: string, action: string, where: PolicyStatementProps): PolicyStatement {
  return new PolicyStatement({ sid, effect: Effect.DENY, actions: [action], ...where });
}

const withObjects = (bucketArns: readonly string[]) => bucketArns.flatMap((arn) => [arn, `${arn}/*`]);

const allBut = (arns: readonly string[]): PolicyStatementProps =>
  arns.length === 0 ? { resources: ["*"] } : { notResources: [...arns] };
