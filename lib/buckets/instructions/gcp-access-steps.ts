import {
  documentedBindings,
  type RoleBinding,
  strictBindings,
} from "../../storage/gcp/documents/role-bindings.ts";
import type { Draft, Plan } from "./plan.ts";
import { jsonWord, word } from "./shell.ts";
import { block, hclText } from "./terraform.ts";
import { markOf, type UnknownValue } from "./unknown-value.ts";

const PROJECT: UnknownValue = {
  name: "PROJECT",
  says: "the id of your Google Cloud project",
  found: "gcloud config get-value project",
};

const ACCOUNT_NAME = "wandb-byob";

/** Lets W&B's service account in, or one of the customer's own with a key. */
export function gcpAccessSteps(plan: Plan): Draft[] {
  if (plan.principal !== undefined) return [bindingStep(plan, plan.principal)];
  const email = `${ACCOUNT_NAME}@${markOf(PROJECT)}.iam.gserviceaccount.com`;
  return [
    {
      name: "service-account",
      title: "Create a service account for W&B",
      text: "This deployment has no identity of its own at Google, so it signs with a key of a service account of yours. Give it one that may do nothing else.",
      command: `gcloud iam service-accounts describe ${word(email)} >/dev/null 2>&1 || gcloud iam service-accounts create ${ACCOUNT_NAME} --project=${word(markOf(PROJECT))}`,
      needs: [PROJECT],
      terraform: block('resource "google_service_account" "wandb"', [
        `account_id = ${hclText(ACCOUNT_NAME)}`,
      ]),
    },
    { ...bindingStep(plan, email), needs: [PROJECT] },
    {
      name: "service-account-key",
      title: "Create its key",
      text: "The file holds client_email and private_key: percent-encode both where they stand in the address. It is written to KEY_FILE, or else into your home folder. An HMAC key serves as well (gcloud storage hmac create) and signs faster, but cannot read the bucket's settings.",
      command: `gcloud iam service-accounts keys create "\${KEY_FILE:-$HOME/wandb-byob-key.json}" --iam-account=${word(email)}`,
      needs: [PROJECT],
      terraform: "# Create the key with the command: Terraform would keep it in the state.",
    },
  ];
}

function bindingStep(plan: Plan, email: string): Draft {
  const { bucket, root, flavour } = plan;
  const member = `serviceAccount:${email}`;
  const bindings =
    flavour === "strict"
      ? strictBindings({ member, bucketName: bucket.name, root })
      : documentedBindings(member);
  return {
    name: "role-binding",
    title: "Let the service account in",
    text:
      flavour === "strict" ? strictWords(plan) : "W&B's own document: the role Storage Admin on the bucket.",
    document: bindings,
    command: bindings.map((binding) => bindCommand(bucket.name, binding)).join("\n"),
    terraform: bindings.map((binding, index) => bindingTerraform(binding, index, plan)).join("\n\n"),
  };
}

function strictWords({ root, principal, org }: Plan): string {
  const where =
    root === ""
      ? "It may read, write and delete objects in the whole bucket"
      : `It may read, write, delete and list objects under ${root} alone`;
  const pinned =
    principal === undefined
      ? ""
      : ` Google's roles cannot tell for whom W&B acts, so this is not pinned to the organisation ${org}: only the ownership challenge and W&B itself keep other organisations out.`;
  return `${where}. It may also read the settings of the bucket (storage.buckets.get), which no condition can limit to a path; it can change neither them nor the bucket's roles.${pinned}`;
}

function bindCommand(bucketName: string, { role, member, condition }: RoleBinding): string {
  const bind = `gcloud storage buckets add-iam-policy-binding ${word(`gs://${bucketName}`)} --member=${word(member)} --role=${word(role)}`;
  if (condition === undefined) return bind;
  return `printf '%s\\n' ${jsonWord(condition)} > wandb-condition.json\n${bind} --condition-from-file=wandb-condition.json`;
}

function bindingTerraform(
  { role, member, condition }: RoleBinding,
  index: number,
  { principal }: Plan,
): string {
  const own = "member = google_service_account.wandb.member";
  return block(`resource "google_storage_bucket_iam_member" "wandb_${index + 1}"`, [
    "bucket = google_storage_bucket.wandb.name",
    `role = ${hclText(role)}`,
    principal === undefined ? own : `member = ${hclText(member)}`,
    ...(condition === undefined
      ? []
      : [
          block("condition", [
            `title = ${hclText(condition.title)}`,
            `expression = ${hclText(condition.expression)}`,
          ]),
        ]),
  ]);
}
