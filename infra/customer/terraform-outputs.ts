import { block, hclText } from "../../lib/buckets/instructions/terraform.ts";
import { unwrapped } from "./terraform-style.ts";

/** What the module gives back: what to post, and the key's ARN. An empty field counts as none. */
export function terraformOutputs({ kmsKeyId: _, ...place }: Record<string, string>): string[] {
  const fields = [
    ...Object.entries(place).map(([name, text]) => `${name} = ${unwrapped(hclText(text))}`),
    'kmsKeyId = var.create_key ? aws_kms_key.wandb[0].arn : ""',
  ];
  return [
    block('output "storage_bucket"', [
      'description = "storageBucket of POST /buckets/validate and POST /teams"',
      ["value = jsonencode({", ...fields.map((field) => `  ${field}`), "})"].join("\n"),
    ]),
    block('output "key_arn"', [
      'description = "The key\'s ARN; null where none is made"',
      "value = one(aws_kms_key.wandb[*].arn)",
    ]),
  ];
}
