import type { Draft } from "../../lib/buckets/instructions/plan.ts";
import { block, heredoc } from "../../lib/buckets/instructions/terraform.ts";
import { customerDrafts, leftOpen, storageBucketOf } from "./customer-drafts.ts";
import { ROOT_MARK } from "./customer-values.ts";
import { terraformOutputs } from "./terraform-outputs.ts";
import { aligned, unwrapped } from "./terraform-style.ts";
import { terraformVariables } from "./terraform-variables.ts";

const HEAD = "# Written by infra/customer/template.ts out of the documents of POST /buckets/instructions.";
const KEPT = block("lifecycle", ["prevent_destroy = true"]);
const IF_KEY = "count = var.create_key ? 1 : 0";

/** The module that is the ready template's equal, file by file. https://developer.hashicorp.com/terraform/language/modules/develop/structure */
export function terraformModule(): Record<"main.tf" | "variables.tf" | "outputs.tf", string> {
  const rendered = customerDrafts(leftOpen(ROOT_MARK, true));
  const { drafts } = rendered;
  const main = [
    ...[VERSIONS, 'data "aws_caller_identity" "current" {}', 'data "aws_partition" "current" {}'],
    'data "aws_region" "current" {}',
    policies(drafts),
    block('resource "aws_s3_bucket" "wandb"', ["bucket = var.bucket_name", KEPT]),
    ...["block-public-access", "versioning", "cors", "abort-incomplete-uploads"].map((name) =>
      unwrapped(stepOf(drafts, name).terraform ?? ""),
    ),
    ...keyBlocks(),
    block('resource "aws_s3_bucket_policy" "wandb"', [
      "bucket = aws_s3_bucket.wandb.id",
      'policy = local.root == "" ? local.whole_bucket_policy : local.path_policy',
      // S3 refuses two changes of a bucket's access at once.
      "depends_on = [aws_s3_bucket_public_access_block.wandb]",
    ]),
  ];
  return {
    "main.tf": fileOf(main),
    "variables.tf": fileOf(terraformVariables()),
    "outputs.tf": fileOf(terraformOutputs(storageBucketOf(rendered))),
  };
}

const VERSIONS = block("terraform", [
  'required_version = ">= 1.3"',
  block("required_providers", [block("aws =", ['source = "hashicorp/aws"', 'version = ">= 5.0"'])]),
]);

function fileOf(parts: readonly string[]): string {
  return `${aligned([HEAD, ...parts].join("\n\n"))}\n`;
}

function stepOf(drafts: readonly Draft[], name: string): Draft {
  const found = drafts.find((draft) => draft.name === name);
  if (found === undefined) throw new Error(`There is no step ${name}`);
  return found;
}

/** A team with a path and one without have different policies, so both stand here and the module chooses. */
function policies(drafts: readonly Draft[]): string {
  const whole = customerDrafts(leftOpen("", true)).drafts;
  return [
    "locals {",
    `  root = var.path == "" ? "" : "\${var.path}/"`,
    "",
    ...[
      ["path_policy", stepOf(drafts, "bucket-policy")] as const,
      ["whole_bucket_policy", stepOf(whole, "bucket-policy")] as const,
      ["key_policy", stepOf(drafts, "kms-key-policy")] as const,
    ].map(([name, { document = {} }], index) => `${index === 0 ? "" : "\n"}  ${name} = ${heredoc(document)}`),
    "}",
  ].join("\n");
}

function keyBlocks(): string[] {
  return [
    block('resource "aws_kms_key" "wandb"', [
      IF_KEY,
      'description = "Encrypts the bucket for Weights & Biases"',
      "enable_key_rotation = true",
      "policy = local.key_policy",
      KEPT,
    ]),
    block('resource "aws_s3_bucket_server_side_encryption_configuration" "wandb"', [
      IF_KEY,
      "bucket = aws_s3_bucket.wandb.id",
      block("rule", [
        "bucket_key_enabled = true",
        block("apply_server_side_encryption_by_default", [
          'sse_algorithm = "aws:kms"',
          "kms_master_key_id = aws_kms_key.wandb[0].arn",
        ]),
      ]),
    ]),
  ];
}
