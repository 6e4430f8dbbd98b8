import { CfnOutput, CfnResource, RemovalPolicy, Stack } from "aws-cdk-lib";
import { type IKey, Key } from "aws-cdk-lib/aws-kms";
import { Bucket, type IBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { mapStrings, replaceMarks } from "../../lib/buckets/instructions/unknown-value.ts";
import { customerDrafts, storageBucketOf } from "./customer-drafts.ts";
import { customerResources } from "./customer-resources.ts";
import { readWandbBucketProps, type WandbBucketProps } from "./wandb-bucket-props.ts";

/** A bucket that is ready for a team, as the rest of the customer's app may use it. */
export interface WandbBucket {
  bucket: IBucket;
  /** The key that was made with the bucket. */
  key?: IKey;
  /** `storageBucket` of POST /buckets/validate and POST /teams, as JSON; an output of the stack too. */
  storageBucket: string;
}

/**
 * Makes a bucket, its settings, its policy and its key, out of the documents of POST /buckets/instructions. Bucket and
 * key stay when the stack is deleted. Throws an Error with a sentence for a property that is wrong.
 */
export function createWandbBucket(scope: Construct, id: string, props: WandbBucketProps): WandbBucket {
  const construct = new Construct(scope, id);
  const stack = Stack.of(construct);
  const wanted = readWandbBucketProps(props, stack.region);
  const resources = customerResources(wanted);
  const made: Record<string, CfnResource> = {};
  const values: Record<string, () => string | undefined> = {
    REGION: () => stack.region,
    ACCOUNT_ID: () => stack.account,
    PARTITION: () => stack.partition,
    URL_SUFFIX: () => stack.urlSuffix,
    NEW_KEY_ID: () => made.Key?.ref,
  };
  const filled = <T>(value: T) => mapStrings(value, (text) => replaceMarks(text, known)) as T;
  const known = (name: string) => {
    const value = values[name]?.();
    if (value === undefined) throw new Error(`The stack has no value for ${name}`);
    return value;
  };

  for (const [name, { Type, Properties, DeletionPolicy }] of Object.entries(resources)) {
    const ofBucket = made.Bucket && { Bucket: made.Bucket.ref };
    const resource = new CfnResource(construct, name, {
      type: Type,
      properties: { ...filled(Properties), ...ofBucket },
    });
    if (DeletionPolicy === "Retain") resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
    made[name] = resource;
  }

  const storageBucket = stack.toJsonString(filled(storageBucketOf(customerDrafts(wanted))));
  new CfnOutput(construct, "StorageBucket", {
    value: storageBucket,
    description: "storageBucket of POST /buckets/validate and POST /teams",
  });
  const { Bucket: bucket, Key: key } = made;
  if (bucket === undefined) throw new Error("The documents make no bucket");
  return {
    bucket: Bucket.fromBucketName(construct, "Made", bucket.ref),
    ...(key && { key: Key.fromKeyArn(construct, "MadeKey", key.getAtt("Arn").toString()) }),
    storageBucket,
  };
}
