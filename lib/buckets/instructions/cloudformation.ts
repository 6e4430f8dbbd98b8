import type { Draft, Plan } from "./plan.ts";
import { cutAtMarks, mapStrings } from "./unknown-value.ts";

type Json = Record<string, unknown>;

/** A resource of a template. */
export interface Resource {
  Type: string;
  Properties: Json;
  DeletionPolicy?: "Retain";
  UpdateReplacePolicy?: "Retain";
}

/**
 * A template that makes the bucket of AWS with all that the steps ask for, out of the steps' own documents. What it
 * cannot make: the policy of a key that is there already, an access key (its secret would show in the stack) and the
 * object of the ownership challenge. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
 */
export function cloudFormation(plan: Plan, drafts: readonly Draft[]): Json {
  const names = new Set<string>();
  const resources = mapStrings(markedResources(plan, drafts), (text) => joined(text, names));
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `A bucket for Weights & Biases (${plan.flavour} policy)`,
    ...(names.size > 0 && { Parameters: parameters(names) }),
    Resources: resources,
    Outputs: { BucketName: { Value: { Ref: "Bucket" } } },
  };
}

/** The template's resources by their logical ids; values that the steps leave open are marks still. */
export function markedResources(plan: Plan, drafts: readonly Draft[]): Record<string, Resource> {
  const document = (name: string) => drafts.find((draft) => draft.name === name)?.document;
  const policy = document("bucket-policy");
  const user = document("iam-user");
  return {
    Bucket: bucketResource(plan, document),
    ...(policy && {
      BucketPolicy: resource("AWS::S3::BucketPolicy", {
        Bucket: { Ref: "Bucket" },
        PolicyDocument: policy,
      }),
    }),
    ...(user && {
      User: resource("AWS::IAM::User", {
        Policies: [{ PolicyName: "wandb-byob", PolicyDocument: user }],
      }),
    }),
  };
}

function bucketResource({ bucket }: Plan, document: (name: string) => object | undefined): Resource {
  const encryption = document("encryption") as { Rules?: Json[] } | undefined;
  const lifecycle = document("abort-incomplete-uploads") as { Rules: LifecycleRule[] };
  return {
    ...resource("AWS::S3::Bucket", {
      BucketName: bucket.name,
      PublicAccessBlockConfiguration: document("block-public-access"),
      VersioningConfiguration: document("versioning"),
      CorsConfiguration: { CorsRules: (document("cors") as CorsRule[]).map(corsRule) },
      LifecycleConfiguration: { Rules: lifecycle.Rules.map(lifecycleRule) },
      ...(encryption && {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: encryption.Rules?.map(
            ({ ApplyServerSideEncryptionByDefault, ...rest }) => ({
              ...rest,
              ServerSideEncryptionByDefault: ApplyServerSideEncryptionByDefault,
            }),
          ),
        },
      }),
    }),
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
  };
}

interface CorsRule {
  ExposeHeaders: string[];
  MaxAgeSeconds: number;
}

/** CloudFormation has names of its own for two fields. */
function corsRule({ ExposeHeaders, MaxAgeSeconds, ...rest }: CorsRule): Json {
  return { ...rest, ExposedHeaders: ExposeHeaders, MaxAge: MaxAgeSeconds };
}

interface LifecycleRule {
  ID: string;
  Filter: { Prefix: string };
}

function lifecycleRule({ ID, Filter, ...rest }: LifecycleRule): Json {
  return { Id: ID, ...(Filter.Prefix === "" ? {} : { Prefix: Filter.Prefix }), ...rest };
}

function resource(type: string, properties: Json): Resource {
  return { Type: type, Properties: properties };
}

function parameters(names: ReadonlySet<string>): Json {
  return Object.fromEntries([...names].map((name) => [parameterOf(name), { Type: "String" }]));
}

/** A text with values in it that the stack knows or asks for; any other text as it is. */
function joined(text: string, names: Set<string>): unknown {
  const parts = cutAtMarks(text);
  if (parts.length === 1) return text;
  const refs = parts.map((part, index) => {
    if (index % 2 === 0) return part;
    if (part === "ACCOUNT_ID") return { Ref: "AWS::AccountId" };
    names.add(part);
    return { Ref: parameterOf(part) };
  });
  return { "Fn::Join": ["", refs.filter((part) => part !== "")] };
}

/** Names of parameters are letters and digits. */
function parameterOf(name: string): string {
  return name.replace(
    /(?:^|_)([A-Z])([A-Z]*)/g,
    (_, first: string, rest: string) => first + rest.toLowerCase(),
  );
}
