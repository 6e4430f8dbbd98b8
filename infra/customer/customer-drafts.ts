import { declaredKey } from "../../lib/buckets/instructions/aws-kms-steps.ts";
import { awsSteps } from "../../lib/buckets/instructions/aws-steps.ts";
import type { Draft, Flavour, Plan } from "../../lib/buckets/instructions/plan.ts";
import { mapStrings, markOf } from "../../lib/buckets/instructions/unknown-value.ts";
import { printAddress } from "../../lib/storage/aws/naming.ts";
import type { Bucket } from "../../lib/storage/bucket.ts";
import {
  ACCOUNT_MARK,
  BUCKET_NAME,
  FRONTEND_ORIGINS,
  NEW_KEY_MARK,
  ORG,
  PARTITION_MARK,
  PATH,
  PRINCIPAL,
  REGION_MARK,
  URL_SUFFIX_MARK,
} from "./customer-values.ts";

/** A bucket of the customer's; each text may be a mark that a rendering replaces. */
export interface CustomerBucket {
  flavour: Flavour;
  org: string;
  name: string;
  path: string;
  /** Empty, or ending in a slash. */
  root: string;
  /** The ARN of who W&B is. */
  principal: string;
  origins: readonly string[];
  /** A key that is made with the bucket (`NEW_KEY_MARK`), the ARN of one that is there, or none. */
  kmsKeyId?: string;
}

/** A bucket of which every value is left to whoever deploys it, with a root that is spelled as the rendering needs it. */
export function leftOpen(root: string, makesKey: boolean): CustomerBucket {
  return {
    flavour: "strict",
    org: markOf(ORG),
    name: markOf(BUCKET_NAME),
    path: markOf(PATH),
    root,
    principal: markOf(PRINCIPAL),
    origins: [markOf(FRONTEND_ORIGINS)],
    ...(makesKey && { kmsKeyId: NEW_KEY_MARK }),
  };
}

/** The steps of POST /buckets/instructions for the bucket; its region, account and partition are left to the stack. */
export function customerDrafts(wanted: CustomerBucket): { plan: Plan; drafts: Draft[] } {
  const { flavour, org, root, principal, kmsKeyId } = wanted;
  const bucket: Bucket = {
    provider: "AWS",
    name: wanted.name,
    path: wanted.path,
    region: REGION_MARK,
    ...(kmsKeyId !== undefined && { kmsKeyId }),
  };
  const origins = flavour === "documented" ? ["*"] : wanted.origins;
  const address = printAddress(bucket);
  const plan: Plan = {
    deployment: "multi-tenant",
    ...{ flavour, org, bucket, root, principal, origins, address },
    bucketAddress: printAddress({ ...bucket, path: "" }),
    warnings: [],
  };
  const drafts = awsSteps(plan).map(({ document, ...draft }): Draft => {
    return document === undefined ? draft : { ...draft, document: inAnyPartition(document) };
  });
  return { plan, drafts };
}

/** What POST /buckets/validate and POST /teams take as `storageBucket`, its key named in full. */
export function storageBucketOf({ plan }: { plan: Plan }): Record<string, string> {
  const { provider, name, path, region = REGION_MARK } = plan.bucket;
  const key = declaredKey(plan);
  return inAnyPartition({ provider, name, path, region, ...(key && { kmsKeyId: key.arn }) });
}

const STANDARD_PARTITION = new RegExp(`^arn:aws:(?=s3:::|kms:${REGION_MARK}|iam::${ACCOUNT_MARK})`);

/** Where a region is left open, the documents name the standard partition: its two names are left open too. */
function inAnyPartition<T extends object>(document: T): T {
  return mapStrings(document, (text) =>
    text
      .replace(STANDARD_PARTITION, `arn:${PARTITION_MARK}:`)
      .replace(`s3.${REGION_MARK}.amazonaws.com`, `s3.${REGION_MARK}.${URL_SUFFIX_MARK}`),
  ) as T;
}
