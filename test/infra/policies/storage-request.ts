import { sessionPolicy } from "../../../lib/credentials/session-policy.ts";
import {
  documentedBucketPolicy,
  strictBucketPolicy,
} from "../../../lib/storage/aws/documents/bucket-policy.ts";
import { documentedKeyPolicy, strictKeyPolicy } from "../../../lib/storage/aws/documents/kms-key-policy.ts";
import { CUSTOMER } from "../../conformance/policies/simulate.ts";
import { LISTED_BUCKET, LISTED_KEY } from "../contexts.ts";
import type { RolePolicies } from "./role-policies.ts";
import { ADMIN, isAllowed } from "./simulate.ts";
import { type Flavour, ROOT, type StorageRow } from "./storage-rows.ts";

/** What a customer attached, as `/buckets/instructions` gives it. */
export interface CustomerPolicies {
  bucket: object;
  key: object;
}

export function customerPolicies(flavour: Flavour, principal: string): CustomerPolicies {
  const bucket = { bucketName: LISTED_BUCKET, region: "us-east-1", principal };
  const key = { accountId: CUSTOMER, region: "us-east-1", principal };
  return flavour === "strict"
    ? {
        bucket: strictBucketPolicy({ ...bucket, org: "acme", root: ROOT }),
        key: strictKeyPolicy({ ...key, org: "acme" }),
      }
    : { bucket: documentedBucketPolicy(bucket), key: documentedKeyPolicy(key) };
}

/** A bucket or key of somebody who lets the role do everything. */
const open = (principal: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "*", Resource: "*" }],
});

/** Whether AWS would allow a row: the role's permissions, the session's policy and the customer's together. */
export function isRowAllowed(
  { permissions, roleArn }: Pick<RolePolicies, "permissions" | "roleArn">,
  customer: CustomerPolicies,
  row: StorageRow,
): Promise<boolean> {
  const {
    action,
    bucket,
    objectKey,
    prefix,
    kmsKey,
    via,
    account,
    org,
    purpose,
    principal,
    generous,
    accessPoint,
  } = row;
  const session = roleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/");
  const bucketArn = `arn:aws:s3:::${bucket}`;
  const known = kmsKey === undefined ? bucket === LISTED_BUCKET : kmsKey === LISTED_KEY;
  const theirs = kmsKey === undefined ? customer.bucket : customer.key;
  return isAllowed(
    {
      identity: principal === undefined ? permissions : ADMIN,
      ...(purpose === undefined
        ? {}
        : {
            session: JSON.parse(
              sessionPolicy({
                partition: "aws",
                bucketName: LISTED_BUCKET,
                root: ROOT,
                kmsKeyId: LISTED_KEY,
                purpose,
              }),
            ),
          }),
      resource: known && account === CUSTOMER && !generous ? theirs : open(roleArn),
    },
    {
      action,
      principal: principal ?? `${session}/acme.omega-session`,
      resource: accessPoint ?? kmsKey ?? (objectKey === undefined ? bucketArn : `${bucketArn}/${objectKey}`),
      account,
      context: {
        ...(org === undefined ? {} : { "aws:PrincipalTag/wandb:OrgID": org }),
        ...(kmsKey === undefined ? { "s3:ResourceAccount": account } : {}),
        "aws:ResourceAccount": account,
        ...(prefix === undefined ? {} : { "s3:prefix": prefix }),
        ...(via === undefined ? {} : { "kms:ViaService": via }),
      },
    },
  );
}

/** A row in one line. */
export function lineOf({ name, allowed, action, objectKey, prefix, kmsKey, bucket }: StorageRow): string {
  const place = kmsKey ?? `${bucket}/${objectKey ?? ""}${prefix === undefined ? "" : `?prefix=${prefix}`}`;
  return `${name}: ${action} on ${place} should be ${allowed ? "allowed" : "denied"}`;
}
