import {
  documentedKeyPolicy,
  ownKeyPolicy,
  strictKeyPolicy,
} from "../../storage/aws/documents/kms-key-policy.ts";
import { partitionOf } from "../../storage/aws/partition.ts";
import { s3apiCommand } from "../../storage/s3/documents/cli.ts";
import { regionOf } from "./aws-region.ts";
import type { Draft, Plan } from "./plan.ts";
import { OF_BUCKET, targetOf } from "./s3-steps.ts";
import { jsonWord, word } from "./shell.ts";
import { block, hclText, heredoc } from "./terraform.ts";
import { markOf, type UnknownValue } from "./unknown-value.ts";

const ACCOUNT_ID: UnknownValue = {
  name: "ACCOUNT_ID",
  says: "the 12 digits of your AWS account",
  found: "aws sts get-caller-identity --query Account --output text",
};

/** The declared key, as far as its spelling tells. */
export interface DeclaredKey {
  /** As `put-key-policy` and policies take it: never an alias. */
  id: string;
  arn: string;
  accountId: string;
  needs: UnknownValue[];
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id */
export function declaredKey(plan: Plan): DeclaredKey | undefined {
  const { kmsKeyId } = plan.bucket;
  if (kmsKeyId === undefined) return undefined;
  const region = regionOf(plan);
  const [, accountId = markOf(ACCOUNT_ID), resource = kmsKeyId] =
    /^arn:[^:]+:kms:[^:]+:(\d+):(.*)$/.exec(kmsKeyId) ?? [];
  const named = resource.startsWith("alias/");
  const lookup: UnknownValue = {
    name: "KMS_KEY_ID",
    says: "the id of the KMS key behind the alias",
    found: `aws kms describe-key --key-id ${word(kmsKeyId)} --region ${word(region)} --query KeyMetadata.KeyId --output text`,
  };
  const id = named ? markOf(lookup) : resource.replace(/^key\//, "");
  return {
    id,
    arn: `arn:${partitionOf(region).name}:kms:${region}:${accountId}:key/${id}`,
    accountId,
    needs: [...(accountId === markOf(ACCOUNT_ID) ? [ACCOUNT_ID] : []), ...(named ? [lookup] : [])],
  };
}

/** The declared key's policy and the bucket's encryption with it; without a key, what one would need. */
export function kmsSteps(plan: Plan): Draft[] {
  const key = declaredKey(plan);
  if (key === undefined) return [optionalStep(plan)];
  const document = keyPolicy(plan, key.accountId);
  const region = word(regionOf(plan));
  return [
    {
      name: "kms-key-policy",
      title: "Let W&B use the KMS key",
      text: `The key is symmetric, of the usage ENCRYPT_DECRYPT, and in the bucket's region. ${policyWords(plan)} The command replaces the key's policy: if others use the key, add the statements by hand.`,
      document,
      command: `aws kms put-key-policy --key-id ${word(key.id)} --policy-name default --region ${region} --policy ${jsonWord(document)}`,
      needs: key.needs,
      terraform: [
        ...(key.needs.includes(ACCOUNT_ID) ? [block('data "aws_caller_identity" "current"', [])] : []),
        block('data "aws_kms_key" "wandb"', [`key_id = ${hclText(plan.bucket.kmsKeyId ?? "")}`]),
        block('resource "aws_kms_key_policy" "wandb"', [
          "key_id = data.aws_kms_key.wandb.id",
          `policy = ${heredoc(document)}`,
        ]),
      ].join("\n\n"),
    },
    encryptionStep(plan, key),
  ];
}

function keyPolicy(plan: Plan, accountId: string) {
  const { principal, flavour, org } = plan;
  const own = { accountId, region: regionOf(plan) };
  if (principal === undefined) return ownKeyPolicy(own);
  return flavour === "strict"
    ? strictKeyPolicy({ ...own, principal, org })
    : documentedKeyPolicy({ ...own, principal });
}

function policyWords({ principal, flavour, org }: Plan): string {
  if (principal === undefined) return "Your account rules it by IAM, and the access key below may use it.";
  if (flavour === "documented") return "W&B's own policy lets W&B's role use it, with S3 and without.";
  return `W&B's role may use it through S3 alone, and only in sessions for the organisation ${org}.`;
}

function encryptionStep(plan: Plan, key: DeclaredKey): Draft {
  const defaults = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: key.arn };
  const document = {
    Rules: [{ ApplyServerSideEncryptionByDefault: defaults, BucketKeyEnabled: true }],
  };
  return {
    name: "encryption",
    title: "Encrypt with the key",
    text: "Objects are then encrypted with the key even when an upload does not name it.",
    document,
    command: s3apiCommand(
      targetOf(plan),
      "put-bucket-encryption",
      `--server-side-encryption-configuration ${jsonWord(document)}`,
    ),
    needs: key.needs,
    terraform: block('resource "aws_s3_bucket_server_side_encryption_configuration" "wandb"', [
      OF_BUCKET,
      block("rule", [
        "bucket_key_enabled = true",
        block("apply_server_side_encryption_by_default", [
          'sse_algorithm = "aws:kms"',
          "kms_master_key_id = data.aws_kms_key.wandb.arn",
        ]),
      ]),
    ]),
  };
}

function optionalStep(plan: Plan): Draft {
  return {
    name: "kms-key-policy",
    title: "Optional: a KMS key of your own",
    text: "S3 encrypts every object by itself (SSE-S3), and that is enough. For a key of your own, create a symmetric KMS key of the usage ENCRYPT_DECRYPT in the bucket's region with this policy, and ask for these instructions again with kmsKeyId.",
    document: keyPolicy(plan, markOf(ACCOUNT_ID)),
  };
}
