import { s3apiCommand, whereabouts } from "../../storage/s3/documents/cli.ts";
import { corsDocument, corsRules } from "../../storage/s3/documents/cors.ts";
import { abortIncompleteUploads } from "../../storage/s3/documents/lifecycle.ts";
import type { Draft, Plan } from "./plan.ts";
import { jsonWord, unlessThere, word } from "./shell.ts";
import { block, hclList, hclText } from "./terraform.ts";

/** The bucket as AWS's CLI is told of it. */
export function targetOf({ bucket, endpoint }: Plan) {
  return { bucketName: bucket.name, region: bucket.region, endpoint };
}

/** The line of a Terraform resource that says which bucket it belongs to. */
export const OF_BUCKET = "bucket = aws_s3_bucket.wandb.id";

export function corsStep(plan: Plan): Draft {
  const target = targetOf(plan);
  const put = s3apiCommand(
    target,
    "put-bucket-cors",
    `--cors-configuration ${jsonWord(corsDocument(plan.origins))}`,
  );
  const [rule] = corsRules(plan.origins);
  return {
    name: "cors",
    title: "Let W&B's pages read and write",
    text:
      plan.flavour === "strict"
        ? "Only pages of your W&B front end may use the bucket from a browser. ETag must be exposed, because uploads in parts from a browser need it. The console takes this list as it is; the API wants it under CORSRules."
        : "W&B's own rule: pages of every origin may use the bucket with a pre-signed URL. The console takes this list as it is; the API wants it under CORSRules.",
    document: corsRules(plan.origins),
    command: unlessThere(quietly(s3apiCommand(target, "get-bucket-cors")), "a CORS configuration", put),
    ...(rule && {
      terraform: block('resource "aws_s3_bucket_cors_configuration" "wandb"', [
        OF_BUCKET,
        block("cors_rule", [
          `allowed_headers = ${hclList(rule.AllowedHeaders)}`,
          `allowed_methods = ${hclList(rule.AllowedMethods)}`,
          `allowed_origins = ${hclList(rule.AllowedOrigins)}`,
          `expose_headers = ${hclList(rule.ExposeHeaders)}`,
          `max_age_seconds = ${rule.MaxAgeSeconds}`,
        ]),
      ]),
    }),
  };
}

export function versioningStep(plan: Plan): Draft {
  return {
    name: "versioning",
    title: "Keep old versions",
    text: "W&B's garbage collection of artifacts needs versioning, so that what it deletes can still be restored.",
    document: { Status: "Enabled" },
    command: s3apiCommand(
      targetOf(plan),
      "put-bucket-versioning",
      `--versioning-configuration ${jsonWord({ Status: "Enabled" })}`,
    ),
    terraform: block('resource "aws_s3_bucket_versioning" "wandb"', [
      OF_BUCKET,
      block("versioning_configuration", ['status = "Enabled"']),
    ]),
  };
}

export function lifecycleStep(plan: Plan): Draft {
  const document = abortIncompleteUploads(plan.root);
  const target = targetOf(plan);
  const put = s3apiCommand(
    target,
    "put-bucket-lifecycle-configuration",
    `--lifecycle-configuration ${jsonWord(document)}`,
  );
  return {
    name: "abort-incomplete-uploads",
    title: "Clear abandoned uploads",
    text: "Parts of uploads that nobody completed cost space and show up in no listing. The rule removes them after a week and deletes no object. Add no rule that expires objects under this path: run history would become unreadable.",
    document,
    command: unlessThere(
      quietly(s3apiCommand(target, "get-bucket-lifecycle-configuration")),
      "lifecycle rules",
      put,
    ),
    terraform: block('resource "aws_s3_bucket_lifecycle_configuration" "wandb"', [
      OF_BUCKET,
      ...document.Rules.map((rule) =>
        block("rule", [
          `id = ${hclText(rule.ID)}`,
          `status = ${hclText(rule.Status)}`,
          block("filter", [`prefix = ${hclText(rule.Filter.Prefix)}`]),
          block("abort_incomplete_multipart_upload", [
            `days_after_initiation = ${rule.AbortIncompleteMultipartUpload.DaysAfterInitiation}`,
          ]),
        ]),
      ),
    ]),
  };
}

/** No step where nothing has to be proved. */
export function challengeSteps(plan: Plan): Draft[] {
  const { challenge, bucket } = plan;
  if (challenge === undefined) return [];
  const url = word(`s3://${bucket.name}/${challenge.key}`);
  return [
    {
      name: "ownership-challenge",
      title: "Show that the bucket is yours",
      text: `Many organisations share W&B's identity, so the bucket itself has to say whose it is: write the object ${challenge.key} with exactly this text. It is no secret, and may stay.`,
      document: { key: challenge.key, text: challenge.text },
      command: [
        `printf %s ${word(challenge.text)} | aws s3 cp - ${url}`,
        ...whereabouts(targetOf(plan)),
      ].join(" "),
      terraform: block('resource "aws_s3_object" "wandb_owner"', [
        OF_BUCKET,
        `key = ${hclText(challenge.key)}`,
        `content = ${hclText(challenge.text)}`,
      ]),
    },
  ];
}

/** A command of which only the outcome counts. */
export function quietly(command: string): string {
  return `${command} >/dev/null 2>&1`;
}
