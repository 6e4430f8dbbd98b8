import { CUSTOMER, type Request, type Row, STRANGER, sessionOf } from "./simulate.ts";

export const KEY = `arn:aws:kms:us-east-1:${CUSTOMER}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const USES = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:DescribeKey",
];
const REFUSED = [
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
  "kms:DisableKey",
  "kms:CreateGrant",
  "kms:GetKeyPolicy",
];

const through = (service: string) => ({ "kms:ViaService": service });
const S3 = through("s3.us-east-1.amazonaws.com");

/** What a key's policy must allow and refuse. */
export function keyRows(flavour: "strict" | "documented"): Row[] {
  const strict = flavour === "strict";
  const own = sessionOf("acme");
  const rows = (name: string, allowed: boolean, context: Request["context"], principal?: string): Row[] =>
    USES.map((action) => ({
      name,
      allowed,
      action,
      resource: KEY,
      ...(context && { context }),
      ...(principal !== undefined && { principal }),
    }));
  return [
    ...rows("through S3", true, { ...own, ...S3 }),
    ...rows("directly", !strict, own),
    ...rows("through another service", !strict, { ...own, ...through("sqs.us-east-1.amazonaws.com") }),
    ...rows("through S3 of another region", !strict, { ...own, ...through("s3.us-west-2.amazonaws.com") }),
    ...rows("for another organisation", !strict, { ...sessionOf("evil"), ...S3 }),
    ...rows("for one of a longer name", !strict, { ...sessionOf("acme-2"), ...S3 }),
    ...rows("without a tag", !strict, S3),
    ...rows("for a role of another account", false, { ...own, ...S3 }, STRANGER),
    ...rows(
      "for another role of W&B's account",
      false,
      { ...own, ...S3 },
      "arn:aws:sts::725579432336:assumed-role/Other/session",
    ),
    ...REFUSED.map((action) => ({
      name: "not granted",
      allowed: false,
      action,
      resource: KEY,
      context: { ...own, ...S3 },
    })),
  ];
}
