import { gcsAbortIncompleteUploads } from "../../storage/gcp/documents/lifecycle.ts";
import { gcpAccessSteps } from "./gcp-access-steps.ts";
import { gcpBucketTerraform, gcpCors } from "./gcp-terraform.ts";
import type { Draft, Plan } from "./plan.ts";
import { jsonWord, unlessThere, word } from "./shell.ts";
import { block, hclText } from "./terraform.ts";
import { markOf, type UnknownValue } from "./unknown-value.ts";

const LOCATION: UnknownValue = {
  name: "LOCATION",
  says: "the location of the bucket, e.g. US or europe-west4",
};

/** A bucket on Google Cloud Storage. https://cloud.google.com/sdk/gcloud/reference/storage */
export function gcpSteps(plan: Plan): Draft[] {
  return [
    createStep(plan),
    corsStep(plan),
    ...gcpAccessSteps(plan),
    ...challengeSteps(plan),
    keepDeletedStep(plan),
    lifecycleStep(plan),
  ];
}

function createStep(plan: Plan): Draft {
  const { name } = plan.bucket;
  const url = word(`gs://${name}`);
  const guards = "--uniform-bucket-level-access --public-access-prevention";
  return {
    name: "create-bucket",
    title: "Create the bucket and keep the public out",
    text: "Encryption is Google's own. Roles that hold under one path only need uniform bucket-level access, and pre-signed URLs need no public access.",
    command: [
      `gcloud storage buckets describe ${url} >/dev/null 2>&1 || gcloud storage buckets create ${url} --location=${word(markOf(LOCATION))} ${guards}`,
      `gcloud storage buckets update ${url} ${guards}`,
    ].join("\n"),
    needs: [LOCATION],
    terraform: gcpBucketTerraform(plan, markOf(LOCATION)),
  };
}

function corsStep(plan: Plan): Draft {
  const document = gcpCors(plan);
  return {
    name: "cors",
    title: "Let W&B's pages read and write",
    text: "There is no form for this in the console. responseHeader holds both what a page may send and what it may read.",
    document,
    command: fromFile(plan, "cors", document, "a CORS configuration"),
  };
}

/** Writes a document into a file and has the bucket take it, unless the bucket has one. */
function fromFile(plan: Plan, kind: "cors" | "lifecycle", document: object, what: string): string {
  const url = word(`gs://${plan.bucket.name}`);
  const there = `[ -n "$(gcloud storage buckets describe ${url} --format='value(${kind}_config)')" ]`;
  const file = `wandb-${kind}.json`;
  return [
    `printf '%s\\n' ${jsonWord(document)} > ${file}`,
    unlessThere(there, what, `gcloud storage buckets update ${url} --${kind}-file=${file}`),
  ].join("\n");
}

function challengeSteps({ challenge, bucket }: Plan): Draft[] {
  if (challenge === undefined) return [];
  return [
    {
      name: "ownership-challenge",
      title: "Show that the bucket is yours",
      text: `Many organisations share W&B's service account, so the bucket itself has to say whose it is: write the object ${challenge.key} with exactly this text. It is no secret, and may stay.`,
      document: { key: challenge.key, text: challenge.text },
      command: `printf %s ${word(challenge.text)} | ${upload(bucket.name, challenge.key)}`,
      terraform: block('resource "google_storage_bucket_object" "wandb_owner"', [
        "bucket = google_storage_bucket.wandb.name",
        `name = ${hclText(challenge.key)}`,
        `content = ${hclText(challenge.text)}`,
      ]),
    },
  ];
}

/** gcloud takes `*`, `?` and brackets of a URL for wildcards, the API takes a name for a name. */
function upload(bucketName: string, key: string): string {
  if (!/[*?[\]]/.test(key)) return `gcloud storage cp - ${word(`gs://${bucketName}/${key}`)}`;
  const url = `https://storage.googleapis.com/upload/storage/v1/b/${bucketName}/o?uploadType=media&name=${encodeURIComponent(key)}`;
  return `curl --fail --silent --show-error --request POST --header "Authorization: Bearer $(gcloud auth print-access-token)" --header 'Content-Type: text/plain' --data-binary @- ${word(url)}`;
}

function keepDeletedStep({ bucket }: Plan): Draft {
  return {
    name: "versioning",
    title: "Keep what is deleted for a while",
    text: "W&B's garbage collection of artifacts needs soft delete, and old versions can then be restored.",
    command: `gcloud storage buckets update ${word(`gs://${bucket.name}`)} --versioning --soft-delete-duration=7d`,
  };
}

function lifecycleStep(plan: Plan): Draft {
  const document = gcsAbortIncompleteUploads(plan.root);
  return {
    name: "abort-incomplete-uploads",
    title: "Clear abandoned uploads",
    text: "Parts of uploads that nobody completed cost space and show up in no listing. The rule removes them after a week and deletes no object. Add no rule that deletes objects under this path: run history would become unreadable.",
    document,
    command: fromFile(plan, "lifecycle", document, "lifecycle rules"),
  };
}
