import { describe, expect, it } from "vitest";
import { instructionsOf } from "./instructions-of.ts";

const PATH = "a$" + "{b} c";
const address = `s3://s3.eu-west-1.amazonaws.com/acme-models/${PATH}`;
const ARN = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
type Template = {
  Parameters?: object;
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
};

async function templateOf(
  type: "multi-tenant" | "self-managed",
  kmsKeyId?: string,
  flavour: "strict" | "documented" = "strict",
) {
  const guide = (await instructionsOf(type, { address, ...(kmsKeyId && { kmsKeyId }) }))[flavour];
  return { template: guide.cloudformation as unknown as Template, json: guide.json as Record<string, never> };
}

describe.each(["strict", "documented"] as const)("the %s template", (flavour) => {
  it("holds the steps' own documents, in CloudFormation's names", async () => {
    const { template, json } = await templateOf("multi-tenant", ARN, flavour);
    const { Bucket, BucketPolicy } = template.Resources;
    expect(Object.values(template.Resources).map(({ Type }) => Type)).toEqual([
      "AWS::S3::Bucket",
      "AWS::S3::BucketPolicy",
    ]);
    expect(BucketPolicy?.Properties).toEqual({
      Bucket: { Ref: "Bucket" },
      PolicyDocument: json["bucket-policy"],
    });
    const origins = flavour === "strict" ? ["https://app.acme.test"] : ["*"];
    expect(Bucket).toEqual({
      Type: "AWS::S3::Bucket",
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        BucketName: "acme-models",
        PublicAccessBlockConfiguration: json["block-public-access"],
        VersioningConfiguration: { Status: "Enabled" },
        CorsConfiguration: {
          CorsRules: [
            {
              AllowedHeaders: ["*"],
              AllowedMethods: ["GET", "HEAD", "PUT"],
              AllowedOrigins: origins,
              ExposedHeaders: ["ETag"],
              MaxAge: 3000,
            },
          ],
        },
        LifecycleConfiguration: {
          Rules: [
            {
              Id: "wandb-abort-incomplete-uploads",
              Status: "Enabled",
              Prefix: `${PATH}/`,
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
            },
          ],
        },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            {
              BucketKeyEnabled: true,
              ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: ARN },
            },
          ],
        },
      },
    });
    expect(template.Parameters).toBeUndefined();
  });

  it("has a user with the policy where W&B has no identity, and no access key", async () => {
    const { template, json } = await templateOf("self-managed", undefined, flavour);
    expect(Object.keys(template.Resources)).toEqual(["Bucket", "User"]);
    expect(template.Resources.User?.Properties.Policies).toEqual([
      { PolicyName: "wandb-byob", PolicyDocument: json["iam-user"] },
    ]);
    expect(template.Resources.Bucket?.Properties).not.toHaveProperty("BucketEncryption");
  });
});

it("what only the account knows is asked of the stack, and text that looks like a variable is text", async () => {
  const { template } = await templateOf("self-managed", "alias/acme");
  expect(template.Parameters).toEqual({ KmsKeyId: { Type: "String" } });
  const key = {
    "Fn::Join": ["", ["arn:aws:kms:eu-west-1:", { Ref: "AWS::AccountId" }, ":key/", { Ref: "KmsKeyId" }]],
  };
  expect(JSON.stringify(template.Resources.Bucket)).toContain(JSON.stringify(key));
  expect(JSON.stringify(template.Resources.User)).toContain(JSON.stringify(key));
  expect(JSON.stringify(template)).not.toContain("Fn::Sub");
});

it.each([
  ["dedicated", "gs://acme-models"],
  ["dedicated", "cw://acme-models"],
  ["dedicated", "az://acmemodels/runs"],
  ["dedicated", "s3://minio.acme.test:9000/acme-models?region=us-east-1"],
] as const)("%s %s: CloudFormation makes none", async (type, other) => {
  const { strict, documented } = await instructionsOf(type, { address: other });
  expect([strict.cloudformation, documented.cloudformation]).toEqual([undefined, undefined]);
});
