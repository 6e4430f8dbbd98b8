import { Stack } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { createWandbBucket } from "../../../infra/customer/wandb-bucket.ts";
import type { WandbBucketProps } from "../../../infra/customer/wandb-bucket-props.ts";
import { AWKWARD_PATH, instructionsOf } from "../../unit/instructions/instructions-of.ts";
import { ACCOUNT, COMMITTED, type Json, KEY_ID, resolveTemplate } from "./resolve-template.ts";
import { temporaryApp } from "./temporary-app.ts";

const ORIGIN = "https://app.acme.test";
const PROPS: WandbBucketProps = { bucketName: "acme-models", org: "acme", frontendOrigins: [ORIGIN] };
const ARN = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/${KEY_ID}`;
const ENV = { account: ACCOUNT, region: "eu-west-1" };

function synthesize(props: Partial<WandbBucketProps> = {}, env?: typeof ENV) {
  const stack = new Stack(temporaryApp(), "Customer", {
    ...(env && { env }),
  });
  const made = createWandbBucket(stack, "Wandb", { ...PROPS, ...props });
  return { stack, made, template: Template.fromStack(stack) };
}

/** The one resource of a type, its references carried out. */
function propertiesOf(template: Template, type: string): Json | undefined {
  const all = template.findResources(type);
  const text = JSON.stringify(Object.values(all).map(({ Properties }) => Properties))
    .replace(/\{"Fn::Join":\["",(\[.*?\])\]\}/g, (_, parts: string) =>
      JSON.stringify(
        (JSON.parse(parts) as (string | { Ref: string })[])
          .map((part) => (typeof part === "string" ? part : (PSEUDO[part.Ref] ?? KEY_ID)))
          .join(""),
      ),
    )
    .replace(/\{"Ref":"WandbBucket[0-9A-F]+"\}/g, '"acme-models"');
  return (JSON.parse(text) as Json[])[0];
}

const PSEUDO: Readonly<Record<string, string>> = {
  "AWS::Region": "eu-west-1",
  "AWS::AccountId": ACCOUNT,
  "AWS::Partition": "aws",
  "AWS::URLSuffix": "amazonaws.com",
};

describe.each([
  ["a stack that knows its region", ENV],
  ["a stack for any region", undefined],
])("%s", (_, env) => {
  it.each([
    ["strict", undefined, true],
    ["strict", "runs", true],
    ["strict", AWKWARD_PATH, true],
    ["strict", "$" + "{AWS::Region}*", false],
    ["strict", "runs", ARN],
    ["documented", "runs", true],
    ["documented", undefined, false],
  ] as const)("%s, path %s, kms %s: what POST /buckets/instructions says", async (flavour, path, kms) => {
    const { template, made } = synthesize({ flavour, kms, ...(path !== undefined && { path }) }, env);
    const instructions = await instructionsOf("multi-tenant", {
      provider: "AWS",
      name: "acme-models",
      region: "eu-west-1",
      ...(path !== undefined && { path }),
      ...(kms !== false && { kmsKeyId: ARN }),
    });
    const { cloudformation, json } = instructions[flavour];
    const told = cloudformation?.Resources as Record<string, { Properties: Json }>;
    expect(propertiesOf(template, "AWS::S3::Bucket")).toEqual(told.Bucket?.Properties);
    const policy = propertiesOf(template, "AWS::S3::BucketPolicy");
    expect(policy).toEqual({ Bucket: "acme-models", PolicyDocument: json["bucket-policy"] });
    expect(propertiesOf(template, "AWS::KMS::Key")?.KeyPolicy).toEqual(
      kms === true ? json["kms-key-policy"] : undefined,
    );
    expect(made.key === undefined).toBe(kms !== true);
  });
});

it("makes what the ready template makes", () => {
  const { template } = synthesize({ path: "runs" }, { ...ENV });
  const { resources } = resolveTemplate(
    COMMITTED,
    { OrgID: "acme", BucketName: "acme-models", Path: "runs", FrontendOrigins: ORIGIN },
    { region: "eu-west-1", partition: "aws", urlSuffix: "amazonaws.com" },
  );
  expect(propertiesOf(template, "AWS::S3::Bucket")).toEqual(resources.Bucket);
  expect(propertiesOf(template, "AWS::S3::BucketPolicy")).toEqual(resources.BucketPolicy);
  expect(propertiesOf(template, "AWS::KMS::Key")).toEqual(resources.Key);
});

it("keeps bucket and key, and tells what to post", () => {
  const { template } = synthesize({ path: "/runs/" }, ENV);
  for (const type of ["AWS::S3::Bucket", "AWS::KMS::Key"])
    template.hasResource(type, { DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
  const [output] = Object.values(template.findOutputs("*", { Description: Match.stringLikeRegexp("POST") }));
  const parts = output?.Value["Fn::Join"][1] as (string | { Ref: string })[];
  const text = parts.map((part) => (typeof part === "string" ? part : (PSEUDO[part.Ref] ?? KEY_ID))).join("");
  expect(JSON.parse(text)).toEqual({
    provider: "AWS",
    name: "acme-models",
    path: "runs",
    region: "eu-west-1",
    kmsKeyId: ARN,
  });
});

it("the principal may be another deployment's", () => {
  const principal = "arn:aws:iam::830241207209:root";
  const { template } = synthesize({ principal });
  const said = JSON.stringify(template.toJSON());
  expect(said).toContain(principal);
  expect(said).not.toContain("WandbIntegration");
});

it.each([
  [{ bucketName: "Acme" }, /lower-case letters/],
  [{ path: "a//b" }, /two slashes/],
  [{ path: "_teams/x" }, /_teams/],
  [{ org: " " }, /^The property org is empty\.$/],
  [{ frontendOrigins: [] }, /names no origin/],
  [{ frontendOrigins: [`${ORIGIN}/`] }, /is not an origin/],
  [{ frontendOrigins: ["*"] }, /is not an origin/],
  [{ kms: "alias/acme" }, /not the ARN of a KMS key/],
  [{ kms: `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/acme` }, /not the ARN of a KMS key/],
  [{ kms: ARN.replace("eu-west-1", "us-east-1") }, /own region/],
])("%j is refused with a sentence", (props, sentence) => {
  expect(() => synthesize(props, ENV)).toThrow(sentence);
});

it("a value that only the deployment knows is refused where a policy's pattern would be made of it", () => {
  const stack = new Stack(temporaryApp(), "Customer");
  for (const name of ["bucketName", "path", "org"])
    expect(() => createWandbBucket(stack, name, { ...PROPS, [name]: stack.account })).toThrow(
      /synthesised\.$/,
    );
});
