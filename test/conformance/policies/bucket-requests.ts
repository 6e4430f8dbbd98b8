import { type Request, ROLE, type Row, STRANGER, sessionOf } from "./simulate.ts";

export const BUCKET_NAME = "acme-models";
export const ORG = "acme";
export const BUCKET = `arn:aws:s3:::${BUCKET_NAME}`;

export const OBJECT_ACTIONS = [
  "s3:GetObject",
  "s3:GetObjectVersion",
  "s3:GetObjectTagging",
  "s3:PutObject",
  "s3:DeleteObject",
  "s3:AbortMultipartUpload",
];
export const LISTS = ["s3:ListBucket", "s3:ListBucketVersions"];
export const BUCKET_READS = [
  "s3:GetEncryptionConfiguration",
  "s3:GetBucketCORS",
  "s3:GetBucketLocation",
  "s3:GetBucketVersioning",
  "s3:ListBucketMultipartUploads",
];
/** What nobody granted, and what would hurt most. */
const REFUSED_ON_BUCKET = [
  "s3:PutBucketPolicy",
  "s3:DeleteBucketPolicy",
  "s3:DeleteBucket",
  "s3:PutBucketCORS",
  "s3:PutLifecycleConfiguration",
  "s3:PutBucketVersioning",
  "s3:GetBucketPolicy",
];
const REFUSED_ON_OBJECTS = [
  "s3:PutObjectAcl",
  "s3:PutObjectTagging",
  "s3:DeleteObjectVersion",
  "s3:BypassGovernanceRetention",
  "s3:ListMultipartUploadParts",
];

/** What a bucket policy must allow and refuse, for a team's root (empty, or ending in a slash). */
export function bucketRows(flavour: "strict" | "documented", root: string): Row[] {
  const strict = flavour === "strict";
  const row = (name: string, allowed: boolean, request: Request): Row => ({ name, allowed, ...request });
  const own = sessionOf(ORG);
  const granted = (context: Record<string, string>, principal?: string): Request[] =>
    [
      ...OBJECT_ACTIONS.map((action) => ({ action, resource: `${BUCKET}/${root}run/file`, context })),
      ...LISTS.map((action) => ({
        action,
        resource: BUCKET,
        context: { ...context, "s3:prefix": `${root}run/` },
      })),
      ...LISTS.map((action) => ({ action, resource: BUCKET, context: { ...context, "s3:prefix": root } })),
      ...BUCKET_READS.map((action) => ({ action, resource: BUCKET, context })),
    ].map((request) => ({ ...request, ...(principal !== undefined && { principal }) }));
  const elsewhere = (other: string) => [
    ...OBJECT_ACTIONS.map((action) => ({ action, resource: `${BUCKET}/${other}run/file`, context: own })),
    ...LISTS.map((action) => ({ action, resource: BUCKET, context: { ...own, "s3:prefix": other } })),
  ];
  const outside = root === "" ? [] : ["other/", `${root.slice(0, -1)}-2/`, root.slice(0, -2)];
  return [
    ...granted(own).map((request) => row("for the organisation", true, request)),
    ...granted(sessionOf("evil")).map((request) => row("for another organisation", !strict, request)),
    ...granted(sessionOf(`${ORG}-2`)).map((request) => row("for one of a longer name", !strict, request)),
    ...granted({}).map((request) => row("without a tag", !strict, request)),
    ...granted(own, STRANGER).map((request) => row("for a role of another account", false, request)),
    ...granted(own, `${ROLE.replace(":role/", ":user/")}`).map((request) =>
      row("for another principal of W&B's account", false, request),
    ),
    ...outside.flatMap((other) => elsewhere(other).map((request) => row(`under ${other}`, !strict, request))),
    ...(root === ""
      ? []
      : LISTS.map((action) => row("without a prefix", !strict, { action, resource: BUCKET, context: own }))),
    ...[...LISTS, ...BUCKET_READS].map((action) =>
      row("of another bucket", false, {
        action,
        resource: `${BUCKET}-2`,
        context: { ...own, "s3:prefix": root },
      }),
    ),
    ...REFUSED_ON_BUCKET.map((action) =>
      row("not granted", false, { action, resource: BUCKET, context: own }),
    ),
    ...REFUSED_ON_OBJECTS.map((action) =>
      row("not granted", false, { action, resource: `${BUCKET}/${root}run/file`, context: own }),
    ),
  ];
}

/** A row in one line. */
export function lineOf({ name, action, resource, context }: Row): string {
  const prefix = context?.["s3:prefix"];
  return `${action} ${name}, ${resource.slice(BUCKET.length) || "the bucket"}${prefix === undefined ? "" : `, prefix '${prefix}'`}`;
}
