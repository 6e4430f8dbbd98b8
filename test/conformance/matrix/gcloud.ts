import { type GcsPermission, STORAGE_ADMIN } from "../../../functions/local/gcs/gcs-bucket.ts";
import { GCP_CORS } from "../../../lib/storage/cors-dialect.ts";
import type { GcpBench } from "../../support/gcp-bench.ts";
import { type Call, callsOf } from "./run-fix.ts";

/** Of each role what our server knows. https://cloud.google.com/storage/docs/access-control/iam-roles */
const ROLES: Readonly<Record<string, readonly GcsPermission[]>> = {
  "roles/storage.objectUser": STORAGE_ADMIN.filter((name) => !name.startsWith("storage.buckets.")),
  "roles/storage.bucketViewer": ["storage.buckets.get"],
};

/** Does to the bucket what the fix's commands would. */
export async function applyGcloud(bench: GcpBench, fix: string): Promise<undefined> {
  for (const call of await callsOf(fix, GCP_CORS.headerTrap)) apply(bench, call);
}

function apply({ settings, clientEmail }: GcpBench, { verb, options }: Call): void {
  const { "--cors-file": cors, "--soft-delete-duration": duration } = options;
  switch (verb) {
    case `gcloud storage buckets update gs://${settings.name}`:
      if (cors?.[0] !== undefined) settings.cors = JSON.parse(cors[0]);
      if (options["--versioning"] !== undefined) settings.versioning = true;
      if (options["--public-access-prevention"] !== undefined) settings.public = false;
      if (duration?.[0] !== undefined) settings.softDeleteSeconds = secondsOf(duration[0]);
      return;
    case `gcloud storage buckets add-iam-policy-binding gs://${settings.name}`: {
      const given = ROLES[options["--role"]?.[0] ?? ""];
      if (given === undefined || !options["--member"]?.[0]?.startsWith("serviceAccount:"))
        throw new Error(`This gives nobody a role: ${JSON.stringify(options)}`);
      settings.permissions[clientEmail] = [...(settings.permissions[clientEmail] ?? []), ...given];
      return;
    }
    default:
      throw new Error(`This does nothing to the bucket: ${verb}`);
  }
}

/** https://cloud.google.com/sdk/gcloud/reference/topic/datetimes */
function secondsOf(duration: string): number {
  const [, days = ""] = /^(\d+)d$/.exec(duration) ?? [];
  if (days === "") throw new Error(`No duration: ${duration}`);
  return Number(days) * 86_400;
}
