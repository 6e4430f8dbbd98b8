import { accessPolicy, cephBucketPolicy } from "../../storage/minio/documents/access-policy.ts";
import { s3apiCommand } from "../../storage/s3/documents/cli.ts";
import type { Draft, Plan } from "./plan.ts";
import { createElsewhere } from "./s3-compatible-bucket.ts";
import { corsStep, lifecycleStep, targetOf, versioningStep } from "./s3-steps.ts";
import { jsonWord } from "./shell.ts";
import { markOf, type UnknownValue } from "./unknown-value.ts";

/** Its command is skipped when it is not set: only Ceph has such users. */
const CEPH_USER: UnknownValue = { name: "CEPH_USER", says: "the id of the key's user at Ceph" };

const POLICY_FILE = "wandb-access-policy.json";

/** A bucket on any other store that speaks S3, which is reached with an access key of the customer's own. */
export function s3CompatibleSteps(plan: Plan): Draft[] {
  return [
    createElsewhere(plan, {
      text: "Create the bucket with the credentials of its owner, and open it to nobody: pre-signed URLs need no public access.",
      pathStyle: true,
    }),
    corsStep(plan),
    accessPolicyStep(plan),
    cephStep(plan),
    versioningStep(plan),
    lifecycleStep(plan),
  ];
}

function accessPolicyStep(plan: Plan): Draft {
  const document = accessPolicy(requestOf(plan));
  return {
    name: "access-policy",
    title: "Create an access key that may do this and nothing else",
    text: "Give the key's user this policy as your store does it; on MinIO, set MINIO_ALIAS to the store's alias and the command creates a key with the policy in it. Percent-encode both halves of the key where they stand in an address.",
    document,
    command: [
      `printf '%s\\n' ${jsonWord(document)} > ${POLICY_FILE}`,
      `[ -z "\${MINIO_ALIAS:-}" ] || mc admin accesskey create "$MINIO_ALIAS" --policy ${POLICY_FILE}`,
    ].join("\n"),
  };
}

function cephStep(plan: Plan): Draft {
  const document = cephBucketPolicy({ ...requestOf(plan), userId: markOf(CEPH_USER) });
  const put = s3apiCommand(targetOf(plan), "put-bucket-policy", `--policy ${jsonWord(document)}`);
  return {
    name: "ceph-bucket-policy",
    title: "On Ceph: the same as a bucket policy",
    text: "Ceph's users have no policies of their own. Set CEPH_USER to the id of the key's user, unless that user owns the bucket, and the command lets it in.",
    document,
    command: `[ -z "\${CEPH_USER:-}" ] || ${put}`,
  };
}

function requestOf({ bucket, root, flavour }: Plan) {
  return { bucketName: bucket.name, root, strict: flavour === "strict" };
}
