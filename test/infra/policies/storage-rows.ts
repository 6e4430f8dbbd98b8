import type { SessionPurpose } from "../../../lib/credentials/session-policy.ts";
import type { DeploymentType } from "../../../lib/deployment-type.ts";
import { CUSTOMER } from "../../conformance/policies/simulate.ts";
import { LISTED_BUCKET, LISTED_KEY } from "../contexts.ts";
import { OURS } from "../resolve-template.ts";

export type Flavour = "documented" | "strict";
export const ROOT = "runs/";

/** One request for a bucket or a key under a session of the integration role. */
export interface StorageRow {
  name: string;
  allowed: boolean;
  action: string;
  bucket: string;
  /** The object asked for; absent for the bucket itself and for KMS. */
  objectKey?: string;
  prefix?: string;
  /** An object by an access point of its bucket. */
  accessPoint?: string;
  /** The key of KMS that is asked for. */
  kmsKey?: string;
  /** The service that the key is used through. */
  via?: string;
  /** The account of the bucket or key. */
  account: string;
  /** The organisation's tag; absent for a session without one. */
  org?: string | undefined;
  /** The session's policy; absent for one without. */
  purpose?: SessionPurpose;
  /** The policy of the bucket or key lets the role do everything. */
  generous?: boolean;
  /** Another principal than a session of the integration role. */
  principal?: string;
}

/** The 11 documented actions, each with a request that S3 would ask it for. `GetObject*` is several. */
const OBJECT_ACTIONS = [
  "s3:GetObject",
  "s3:GetObjectVersion",
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:PutObject",
];
const LISTS = ["s3:ListBucket", "s3:ListBucketVersions"];
const READS = [
  "s3:GetEncryptionConfiguration",
  "s3:GetBucketCORS",
  "s3:GetBucketLocation",
  "s3:GetBucketVersioning",
  "s3:ListBucketMultipartUploads",
];
const KEY_USES = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:DescribeKey",
  "kms:ReEncryptFrom",
];
const NOT_GRANTED = ["s3:PutBucketPolicy", "s3:DeleteBucket", "s3:PutBucketCORS", "s3:GetBucketPolicy"];
const NOT_GRANTED_ON_OBJECTS = ["s3:PutObjectAcl", "s3:DeleteObjectVersion", "s3:PutObjectTagging"];
const NOT_GRANTED_ON_KEYS = ["kms:ScheduleKeyDeletion", "kms:CreateGrant", "kms:PutKeyPolicy"];

/** What the service's own requests need of a session: spec §10. */
const SESSION_ACTIONS: Record<SessionPurpose, readonly string[]> = {
  presign: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
  validate: [
    "s3:GetObject",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:AbortMultipartUpload",
    "s3:ListBucket",
    "s3:GetEncryptionConfiguration",
    "s3:GetBucketCORS",
    "s3:GetBucketLocation",
    "s3:GetBucketVersioning",
  ],
  prove: ["s3:ListBucket"],
};

const OTHER_BUCKET = "acme-other";
const OTHER_KEY = LISTED_KEY.replace(/key\/.*/, "key/99999999-8888-7777-6666-555555555555");
const OUR_KEY = LISTED_KEY.replace(CUSTOMER, OURS);
const S3 = "s3.us-east-1.amazonaws.com";

type Asked = Omit<StorageRow, "name" | "allowed">;

/** Every documented action in one place. */
function everything(bucket: string, root: string, account = CUSTOMER): Asked[] {
  return [
    ...OBJECT_ACTIONS.map((action) => ({ action, bucket, account, objectKey: `${root}run 1/file` })),
    ...LISTS.map((action) => ({ action, bucket, account, prefix: root })),
    ...READS.map((action) => ({ action, bucket, account })),
  ];
}

const keyUses = (kmsKey: string, via: string | undefined, account = CUSTOMER): Asked[] =>
  KEY_USES.map((action) => ({
    action,
    bucket: LISTED_BUCKET,
    account,
    kmsKey,
    ...(via === undefined ? {} : { via }),
  }));

/** What a customer's policies, the role's and the session's come to together. */
export function storageRows(deployment: DeploymentType, flavour: Flavour): StorageRow[] {
  const strict = flavour === "strict";
  const listed = deployment !== "multi-tenant";
  const rows = (
    name: string,
    allowed: boolean,
    asked: Asked[],
    more: Partial<StorageRow> = {},
  ): StorageRow[] => asked.map((each) => ({ name, allowed, org: "acme", ...each, ...more }));
  const inside = everything(LISTED_BUCKET, ROOT);
  const outside = [
    ...everything(LISTED_BUCKET, "other/").filter(({ objectKey, prefix }) => objectKey ?? prefix),
    ...everything(LISTED_BUCKET, "runs-2/").filter(({ objectKey, prefix }) => objectKey ?? prefix),
  ];
  const notGranted: Asked[] = [
    ...NOT_GRANTED.map((action) => ({ action, bucket: LISTED_BUCKET, account: CUSTOMER })),
    ...NOT_GRANTED_ON_OBJECTS.map((action) => ({
      action,
      bucket: LISTED_BUCKET,
      account: CUSTOMER,
      objectKey: `${ROOT}file`,
    })),
  ];
  const keysNotGranted: Asked[] = NOT_GRANTED_ON_KEYS.map((action) => ({
    action,
    bucket: LISTED_BUCKET,
    account: CUSTOMER,
    kmsKey: LISTED_KEY,
    via: S3,
  }));
  const underSession = (purpose: SessionPurpose): StorageRow[] => [
    ...inside.flatMap((each) =>
      rows(`session to ${purpose}`, SESSION_ACTIONS[purpose].includes(each.action), [each], { purpose }),
    ),
    ...rows(`session to ${purpose}, outside`, false, outside, { purpose }),
    ...rows(`session to ${purpose}, key through S3`, true, keyUses(LISTED_KEY, S3), { purpose }),
    ...rows(`session to ${purpose}, another key`, false, keyUses(OTHER_KEY, S3), { purpose }),
    ...rows(
      `session to ${purpose}, decoy`,
      false,
      inside.filter(({ action }) => SESSION_ACTIONS.presign.includes(action)),
      {
        purpose,
        bucket: OTHER_BUCKET,
      },
    ),
  ];
  const otherRole = `arn:aws:sts::${OURS}:assumed-role/Other/session`;
  const stranger = "arn:aws:sts::999999999999:assumed-role/WandbIntegration/session";
  return [
    ...rows("right organisation", true, inside),
    ...rows("decoy", !strict, inside, { org: "decoy" }),
    ...rows("organisation of a longer name", !strict, inside, { org: "acme-2" }),
    ...rows("untagged", !strict, inside, { org: undefined }),
    ...rows("another role of our account", false, inside, { principal: otherRole }),
    ...rows("another account", false, inside, { principal: stranger }),
    ...rows("outside the root", !strict, outside),
    ...rows("not granted", false, notGranted),
    // A customer who lets the role do everything, in a bucket that no operator listed.
    ...rows("another bucket that lets the role in", !listed, everything(OTHER_BUCKET, ROOT)),
    ...rows("not granted, of a bucket whose policy grants it", false, notGranted, { generous: true }),
    ...rows("by an access point", false, [
      {
        action: "s3:GetObject",
        bucket: LISTED_BUCKET,
        accessPoint: `arn:aws:s3:us-east-1:${CUSTOMER}:accesspoint/acme/object/${ROOT}file`,
        account: CUSTOMER,
        generous: true,
      },
    ]),
    ...rows(
      "our own account's bucket, whose policy names the role",
      listed,
      everything(LISTED_BUCKET, ROOT, OURS),
    ),
    ...[OTHER_BUCKET, `${LISTED_BUCKET}-2`].flatMap((bucket) =>
      rows(
        "our own account's other bucket, whose policy names the role",
        false,
        everything(bucket, ROOT, OURS),
      ),
    ),

    ...rows("key through S3", true, keyUses(LISTED_KEY, S3)),
    ...rows("key directly", false, keyUses(LISTED_KEY, undefined)),
    ...rows("key through another service", false, keyUses(LISTED_KEY, "sqs.us-east-1.amazonaws.com")),
    ...rows("key through S3 elsewhere", !strict, keyUses(LISTED_KEY, "s3.eu-west-1.amazonaws.com")),
    ...rows("key for a decoy", !strict, keyUses(LISTED_KEY, S3), { org: "decoy" }),
    ...rows("key for an organisation of a longer name", !strict, keyUses(LISTED_KEY, S3), { org: "acme-2" }),
    ...rows("key, untagged", !strict, keyUses(LISTED_KEY, S3), { org: undefined }),
    ...rows("key for another role of our account", false, keyUses(LISTED_KEY, S3), { principal: otherRole }),
    ...rows("key for another account", false, keyUses(LISTED_KEY, S3), { principal: stranger }),
    ...rows("another key that lets the role in", !listed, keyUses(OTHER_KEY, S3)),
    // A key of ours by another ARN than the one that is listed.
    ...rows("our own account's key, whose policy names the role", false, keyUses(OUR_KEY, S3, OURS)),
    ...rows("our own account's key, directly", false, keyUses(LISTED_KEY, undefined, OURS)),
    ...rows("key, not granted", false, keysNotGranted),
    ...rows("key, not granted, whose policy grants it", false, keysNotGranted, { generous: true }),
    ...underSession("presign"),
    ...underSession("validate"),
    ...underSession("prove"),
  ];
}
