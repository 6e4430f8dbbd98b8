import { type GcsCorsRule, gcsCorsDocument } from "../../storage/gcp/documents/cors.ts";
import { gcsAbortIncompleteUploads } from "../../storage/gcp/documents/lifecycle.ts";
import type { Plan } from "./plan.ts";
import { block, hclList, hclText } from "./terraform.ts";

export function gcpCors({ origins }: Plan): GcsCorsRule[] {
  return gcsCorsDocument(origins);
}

/** Google's provider keeps all settings of a bucket in one resource. */
export function gcpBucketTerraform(plan: Plan, location: string): string {
  return block('resource "google_storage_bucket" "wandb"', [
    `name = ${hclText(plan.bucket.name)}`,
    `location = ${hclText(location)}`,
    "uniform_bucket_level_access = true",
    'public_access_prevention = "enforced"',
    block("versioning", ["enabled = true"]),
    block("soft_delete_policy", ["retention_duration_seconds = 604800"]),
    ...gcpCors(plan).map((rule) =>
      block("cors", [
        `origin = ${hclList(rule.origin)}`,
        `method = ${hclList(rule.method)}`,
        `response_header = ${hclList(rule.responseHeader)}`,
        `max_age_seconds = ${rule.maxAgeSeconds}`,
      ]),
    ),
    ...gcsAbortIncompleteUploads(plan.root).rule.map(({ action, condition }) =>
      block("lifecycle_rule", [
        block("action", [`type = ${hclText(action.type)}`]),
        block("condition", [
          `age = ${condition.age}`,
          ...("matchesPrefix" in condition
            ? [`matches_prefix = ${hclList(condition.matchesPrefix ?? [])}`]
            : []),
        ]),
      ]),
    ),
  ]);
}
