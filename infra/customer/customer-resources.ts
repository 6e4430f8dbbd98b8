import { markedResources, type Resource } from "../../lib/buckets/instructions/cloudformation.ts";
import { type CustomerBucket, customerDrafts } from "./customer-drafts.ts";
import { NEW_KEY_MARK } from "./customer-values.ts";

/** The bucket, its policy and, when one is made, its key, out of the steps' own documents. */
export function customerResources(wanted: CustomerBucket): Record<string, Resource> {
  const { plan, drafts } = customerDrafts(wanted);
  const keyPolicy = drafts.find(({ name }) => name === "kms-key-policy")?.document;
  return {
    ...(wanted.kmsKeyId === NEW_KEY_MARK && { Key: keyResource(keyPolicy) }),
    ...markedResources(plan, drafts),
  };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html */
function keyResource(policy: object | undefined): Resource {
  return {
    Type: "AWS::KMS::Key",
    Properties: {
      Description: "Encrypts the bucket for Weights & Biases",
      KeySpec: "SYMMETRIC_DEFAULT",
      KeyUsage: "ENCRYPT_DECRYPT",
      EnableKeyRotation: true,
      KeyPolicy: policy,
    },
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
  };
}
