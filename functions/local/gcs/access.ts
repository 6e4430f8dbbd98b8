import type { GcsBucket, GcsPermission } from "./gcs-bucket.ts";
import { type Reply, xmlError } from "./reply.ts";

/** Whoever sends a request: a service account by its e-mail, or nobody known. */
export type Caller = { email: string } | undefined;

const PUBLIC_PERMISSIONS: readonly GcsPermission[] = ["storage.objects.get", "storage.objects.list"];

export function may(caller: Caller, permission: GcsPermission, bucket: GcsBucket): boolean {
  if (bucket.public && PUBLIC_PERMISSIONS.includes(permission)) return true;
  if (caller === undefined || !Object.hasOwn(bucket.permissions, caller.email)) return false;
  return bucket.permissions[caller.email]?.includes(permission) ?? false;
}

/** The refusal of a caller who may not do this; undefined for one who may. */
export function refusal(caller: Caller, permission: GcsPermission, bucket: GcsBucket): Reply | undefined {
  if (may(caller, permission, bucket)) return undefined;
  const who = caller?.email ?? "Anonymous caller";
  const what = permission.startsWith("storage.buckets.") ? "bucket" : "object";
  return xmlError(403, "AccessDenied", "Access denied.", {
    Details: `${who} does not have ${permission} access to the Google Cloud Storage ${what}. Permission '${permission}' denied on resource (or it may not exist).`,
  });
}
