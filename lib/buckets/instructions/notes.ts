import type { Provider } from "../../storage/bucket.ts";
import type { Plan } from "./plan.ts";

const VERSIONING =
  "W&B's Terraform does not turn versioning on, and artifact garbage collection needs it: these instructions do.";
const PREFIX_SLASH =
  "Patterns of paths end in a slash before their star: without it the policy would also open siblings such as <path>-2.";
const UPLOAD_LIST =
  "Lists of unfinished uploads (s3:ListBucketMultipartUploads) cannot be limited to a path, because S3 does not compare them with s3:prefix: they show the keys of uploads under way in the whole bucket.";
const EXTERNAL_ID =
  "An external id (awsExternalId) is not part of these policies: it cannot protect a bucket policy. What does is the tag of the session.";
const TEMPLATE =
  "The CloudFormation template makes a new bucket and keeps it when the stack is deleted. It leaves the policy of a KMS key, the object of the ownership challenge and access keys to the commands.";

/** Where W&B's own documents are wrong or silent and ours differ, and what cannot be limited. */
export function notesFor(plan: Plan): string[] {
  const own = NOTES[plan.bucket.provider] ?? s3CompatibleNotes;
  return [...plan.warnings, ...own(plan), ...openOrigins(plan)];
}

const NOTES: Partial<Record<Provider, (plan: Plan) => string[]>> = {
  AWS: (plan) => [
    VERSIONING,
    ...pathNotes(plan),
    TEMPLATE,
    ...(plan.principal === undefined ? otherPartition(plan) : [EXTERNAL_ID]),
    ...(plan.principal !== undefined && plan.flavour === "documented"
      ? [
          "W&B's own policy does not say for whom W&B acts. In the strict policy AWS itself keeps other organisations out; here only W&B does, and the ownership challenge where there is one.",
        ]
      : []),
  ],
  COREWEAVE: (plan) => [
    VERSIONING,
    ...pathNotes(plan),
    "W&B documents two names for its principal at CoreWeave (wandb-integration and wandb-integration-public): if validation is refused, ask W&B's support which one serves you.",
    "To let your own users use the bucket too, add the statement AllowUsersInOrg: s3:* for the principal arn:aws:iam::<your CoreWeave organisation id>:*.",
    ...(isNarrow(plan)
      ? [
          "The condition s3:prefix is AWS's: if CoreWeave does not know it, lists are refused, and validation says so.",
        ]
      : []),
  ],
  GCP: (plan) => [
    "W&B's own CORS document has exposeHeaders, which Cloud Storage does not know: ETag would not be exposed. Here it stands in responseHeader, with Content-MD5, because Cloud Storage compares the request's headers with responseHeader too, each as a whole.",
    VERSIONING,
    ...(plan.flavour === "strict"
      ? [
          "The role Storage Admin of W&B's own document may also change the bucket's roles and delete the bucket, which W&B never needs.",
        ]
      : []),
  ],
  AZURE: (plan) => [
    "CORS, soft delete and the key that signs URLs belong to the storage account, not to the container.",
    "The issuer of a federated credential ends in a slash: Azure compares it letter by letter with the token's.",
    ...(plan.flavour === "strict"
      ? [
          "W&B's own document asks for Storage Account Contributor, which may read the account's keys, and for Storage Blob Data Owner on the whole account. Storage Blob Data Contributor on the container, Storage Blob Delegator and Reader are enough.",
        ]
      : []),
  ],
};

/** For every store that speaks S3 and is not AWS or CoreWeave. */
function s3CompatibleNotes(plan: Plan): string[] {
  return [
    VERSIONING,
    ...pathNotes(plan),
    "Ceph's gateway answers 400 to a bucket policy with s3:GetEncryptionConfiguration, so its bucket policy leaves that action out.",
    ...(isNarrow(plan) && /[*$]/.test(plan.root)
      ? ["Ceph has no way to write * and $ as they are in a policy: there, choose a path without them."]
      : []),
    "MinIO has one CORS setting for the whole server (MINIO_API_CORS_ALLOW_ORIGIN) and may refuse a bucket's own.",
    "Some stores obey unsigned x-amz-* headers, so that who may write an object can copy any that the key reads: there, give each team a bucket and a key of its own.",
    ...(plan.endpoint?.startsWith("http:")
      ? ["The store is reached over plain http: a page of an https front end cannot use it."]
      : []),
  ];
}

function isNarrow({ flavour, root }: Plan): boolean {
  return flavour === "strict" && root !== "";
}

function pathNotes(plan: Plan): string[] {
  return isNarrow(plan) ? [PREFIX_SLASH, UPLOAD_LIST] : [];
}

function otherPartition({ bucket }: Plan): string[] {
  return /^(?:cn|us-gov)-/.test(bucket.region ?? "")
    ? [
        "A role of another partition of AWS cannot be let into a bucket of this region, so W&B signs with a key of yours.",
      ]
    : [];
}

function openOrigins({ flavour, origins }: Plan): string[] {
  return flavour === "strict" && origins.includes("*")
    ? ["The deployment names no origin of its front end, so CORS is open to every origin."]
    : [];
}
