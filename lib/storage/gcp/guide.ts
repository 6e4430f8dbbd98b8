import type { Guide } from "../room.ts";
import { shellWord } from "../shell-word.ts";
import { gcsCorsDocument } from "./documents/cors.ts";

/** Cloud Storage by IAM's names and gcloud. https://cloud.google.com/sdk/gcloud/reference/storage/buckets/update */
export const gcpGuide: Guide = {
  corsCaution: "It replaces the rules that the bucket has.",
  keys: { id: "access key id or service account", secret: "secret or private key" },
  permissions: {
    list: "storage.objects.list",
    read: "storage.objects.get",
    write: "storage.objects.create and storage.objects.delete",
    delete: "storage.objects.delete",
    multipart: "storage.multipartUploads.create and storage.objects.create",
    abort: "storage.multipartUploads.abort",
    settings: "storage.buckets.get",
  },
  // https://cloud.google.com/sdk/gcloud/reference/storage/buckets/add-iam-policy-binding
  allow(need, { bucket, principal }) {
    const member = `serviceAccount:${principal ?? "<the key's service account>"}`;
    const role = need === "settings" ? "roles/storage.bucketViewer" : "roles/storage.objectUser";
    return (
      `Give it a role that has it: gcloud storage buckets add-iam-policy-binding gs://${shellWord(bucket.name)} ` +
      `--member=${shellWord(member)} --role=${role}`
    );
  },
  // https://cloud.google.com/storage/docs/public-access-prevention
  closeToPublic: ({ name }) =>
    `Close it: gcloud storage buckets update gs://${shellWord(name)} --public-access-prevention`,
  // https://cloud.google.com/storage/docs/soft-delete
  keepDeletedCommand: ({ name }) =>
    `gcloud storage buckets update gs://${shellWord(name)} --soft-delete-duration=7d --versioning`,
  corsCommand: (bucket, origins) =>
    `printf '%s\\n' ${shellWord(JSON.stringify(gcsCorsDocument(origins)))} > wandb-cors.json && ` +
    `gcloud storage buckets update gs://${shellWord(bucket.name)} --cors-file=wandb-cors.json`,
};
