import { partitionOf } from "../partition.ts";

/** The actions of W&B's own key policy. */
export const KMS_ACTIONS = [
  "kms:Decrypt",
  "kms:Describe*",
  "kms:Encrypt",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
] as const;

/** Holds when S3 uses the key for somebody. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html */
export function throughS3(region: string) {
  const { dnsSuffix = "amazonaws.com" } = partitionOf(region);
  return { StringEquals: { "kms:ViaService": `s3.${region}.${dnsSuffix}` } };
}
