import { s3apiCommand } from "../../storage/s3/documents/cli.ts";
import type { Draft, Plan } from "./plan.ts";
import { targetOf } from "./s3-steps.ts";
import { block, hclText } from "./terraform.ts";
import { markOf, type UnknownValue } from "./unknown-value.ts";

interface CreateOptions {
  text: string;
  /** Where the bucket is put, if the store has to be told. */
  location?: string;
  pathStyle: boolean;
  needs?: UnknownValue[];
}

/** Creates a bucket on a store that is not AWS, by AWS's tools. */
export function createElsewhere(plan: Plan, { text, location, pathStyle, needs }: CreateOptions): Draft {
  const target = targetOf(plan);
  const where =
    location === undefined ? [] : [`--create-bucket-configuration LocationConstraint=${location}`];
  return {
    name: "create-bucket",
    title: "Create the bucket",
    text,
    command: `${s3apiCommand(target, "head-bucket")} >/dev/null 2>&1 || ${s3apiCommand(target, "create-bucket", ...where)}`,
    ...(needs && { needs }),
    terraform: [
      block('provider "aws"', [
        `region = ${hclText(plan.bucket.region ?? markOf(REGION))}`,
        `s3_use_path_style = ${pathStyle}`,
        "skip_credentials_validation = true",
        "skip_metadata_api_check = true",
        "skip_region_validation = true",
        "skip_requesting_account_id = true",
        block("endpoints", [`s3 = ${hclText(plan.endpoint ?? "")}`]),
      ]),
      block('resource "aws_s3_bucket" "wandb"', [`bucket = ${hclText(plan.bucket.name)}`]),
    ].join("\n\n"),
  };
}

/** Where a bucket lies that names no region. */
export const REGION: UnknownValue = {
  name: "LOCATION",
  says: "the availability zone of the bucket, e.g. US-EAST-04A",
};
