import { s3apiCommand } from "../../storage/s3/documents/cli.ts";
import type { Policy } from "../../storage/s3/documents/policy.ts";
import type { Draft, Plan } from "./plan.ts";
import { OF_BUCKET, quietly, targetOf } from "./s3-steps.ts";
import { jsonWord, unlessThere } from "./shell.ts";
import { block, heredoc } from "./terraform.ts";

/** Puts a policy on a bucket of the S3 family. */
export function bucketPolicyStep(plan: Plan, document: Policy, words: Pick<Draft, "title" | "text">): Draft {
  const target = targetOf(plan);
  const put = s3apiCommand(target, "put-bucket-policy", `--policy ${jsonWord(document)}`);
  return {
    name: "bucket-policy",
    ...words,
    document,
    command: unlessThere(quietly(s3apiCommand(target, "get-bucket-policy")), "a policy", put),
    terraform: block('resource "aws_s3_bucket_policy" "wandb"', [OF_BUCKET, `policy = ${heredoc(document)}`]),
  };
}
