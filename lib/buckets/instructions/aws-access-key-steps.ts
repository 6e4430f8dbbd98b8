import { createHash } from "node:crypto";
import {
  documentedIdentityPolicy,
  strictIdentityPolicy,
} from "../../storage/aws/documents/identity-policy.ts";
import { declaredKey } from "./aws-kms-steps.ts";
import { regionOf } from "./aws-region.ts";
import type { Draft, Plan } from "./plan.ts";
import { jsonWord, word } from "./shell.ts";
import { block, hclText, heredoc } from "./terraform.ts";

const POLICY_NAME = "wandb-byob";

/** An IAM user of the customer's own, with an access key that W&B signs with. */
export function accessKeySteps(plan: Plan): Draft[] {
  const user = userName(plan);
  const key = declaredKey(plan);
  const request = {
    bucketName: plan.bucket.name,
    region: regionOf(plan),
    ...(key && { kmsKeyArn: key.arn }),
  };
  const document =
    plan.flavour === "strict"
      ? strictIdentityPolicy({ ...request, root: plan.root })
      : documentedIdentityPolicy(request);
  return [
    {
      name: "iam-user",
      title: "Create a user for W&B",
      text: "This deployment has no identity of its own at AWS, so it signs with an access key of yours. Give it a user that may do nothing else.",
      document,
      command: [
        `aws iam get-user --user-name ${word(user)} >/dev/null 2>&1 || aws iam create-user --user-name ${word(user)}`,
        `aws iam put-user-policy --user-name ${word(user)} --policy-name ${POLICY_NAME} --policy-document ${jsonWord(document)}`,
      ].join("\n"),
      ...(key && { needs: key.needs }),
      terraform: [
        block('resource "aws_iam_user" "wandb"', [`name = ${hclText(user)}`]),
        block('resource "aws_iam_user_policy" "wandb"', [
          `name = ${hclText(POLICY_NAME)}`,
          "user = aws_iam_user.wandb.name",
          `policy = ${heredoc(document)}`,
        ]),
      ].join("\n\n"),
    },
    {
      name: "access-key",
      title: "Create its access key",
      text: "The answer shows the secret once. Percent-encode both halves where they stand in an address.",
      command: `aws iam create-access-key --user-name ${word(user)}`,
      // In Terraform's state the secret would lie in clear.
      terraform: "# Create the access key with the command: Terraform would keep its secret in the state.",
    },
  ];
}

/** At most 64 characters. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function userName({ bucket, root }: Plan): string {
  const digest = createHash("sha256").update(`${bucket.name}/${root}`).digest("hex").slice(0, 8);
  return `wandb-${bucket.name.slice(0, 40)}-${digest}`;
}
