import { documentedBucketPolicy, strictBucketPolicy } from "../../storage/aws/documents/bucket-policy.ts";
import { s3apiCommand } from "../../storage/s3/documents/cli.ts";
import { accessKeySteps } from "./aws-access-key-steps.ts";
import { kmsSteps } from "./aws-kms-steps.ts";
import { regionOf } from "./aws-region.ts";
import { bucketPolicyStep } from "./bucket-policy-step.ts";
import type { Draft, Plan } from "./plan.ts";
import { challengeSteps, corsStep, lifecycleStep, OF_BUCKET, targetOf, versioningStep } from "./s3-steps.ts";
import { jsonWord, word } from "./shell.ts";
import { block, hclText } from "./terraform.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const NO_PUBLIC_ACCESS = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** A bucket on Amazon S3. */
export function awsSteps(plan: Plan): Draft[] {
  return [
    createStep(plan),
    publicAccessStep(plan),
    ...kmsSteps(plan),
    corsStep(plan),
    ...(plan.principal === undefined ? accessKeySteps(plan) : [policyStep(plan, plan.principal)]),
    ...challengeSteps(plan),
    versioningStep(plan),
    lifecycleStep(plan),
  ];
}

function createStep(plan: Plan): Draft {
  const region = regionOf(plan);
  const target = targetOf(plan);
  // us-east-1 is the one region that must not be named. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
  const where =
    region === "us-east-1" ? [] : [`--create-bucket-configuration ${word(`LocationConstraint=${region}`)}`];
  return {
    name: "create-bucket",
    title: "Create the bucket",
    text: `Create ${plan.bucket.name} in ${region}, or use the one that you have: the command leaves a bucket that is there alone.`,
    command: `${s3apiCommand(target, "head-bucket")} >/dev/null 2>&1 || ${s3apiCommand(target, "create-bucket", ...where)}`,
    terraform: [
      block('provider "aws"', [`region = ${hclText(region)}`]),
      block('resource "aws_s3_bucket" "wandb"', [`bucket = ${hclText(plan.bucket.name)}`]),
    ].join("\n\n"),
  };
}

function publicAccessStep(plan: Plan): Draft {
  return {
    name: "block-public-access",
    title: "Keep the public out",
    text: "Pre-signed URLs need no public access, so all of it can be blocked.",
    document: NO_PUBLIC_ACCESS,
    command: s3apiCommand(
      targetOf(plan),
      "put-public-access-block",
      `--public-access-block-configuration ${jsonWord(NO_PUBLIC_ACCESS)}`,
    ),
    terraform: block('resource "aws_s3_bucket_public_access_block" "wandb"', [
      OF_BUCKET,
      "block_public_acls = true",
      "ignore_public_acls = true",
      "block_public_policy = true",
      "restrict_public_buckets = true",
    ]),
  };
}

function policyStep(plan: Plan, principal: string): Draft {
  const { bucket, org, root, flavour } = plan;
  const request = { bucketName: bucket.name, region: bucket.region, principal };
  if (flavour === "documented")
    return bucketPolicyStep(plan, documentedBucketPolicy(request), {
      title: "Let W&B's role in",
      text: "W&B's own policy: it lets W&B's role into the whole bucket, whichever organisation W&B acts for.",
    });
  return bucketPolicyStep(plan, strictBucketPolicy({ ...request, org, root }), {
    title: "Let W&B's role in, for your organisation alone",
    text: `The same 11 actions as W&B's own policy, but ${root === "" ? "" : `only under ${root}, and `}only in sessions that W&B opened for the organisation ${org}. W&B's role carries the organisation that W&B acts for in a tag of its session.`,
  });
}
