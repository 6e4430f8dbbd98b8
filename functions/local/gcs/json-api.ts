import { may } from "./access.ts";
import type { AccessTokens } from "./access-tokens.ts";
import type { GcsBucket } from "./gcs-bucket.ts";
import type { GcsRequest } from "./gcs-request.ts";
import { jsonError, jsonReply, type Reply } from "./reply.ts";

export const JSON_API = "/storage/v1/";

/** Of the JSON API, `buckets.get` alone. https://cloud.google.com/storage/docs/json_api/v1/buckets/get */
export function jsonApi(
  buckets: ReadonlyMap<string, GcsBucket>,
  tokens: AccessTokens,
  request: GcsRequest,
): Reply {
  const email = tokens.emailOf(request.headers.get("authorization"));
  if (email === undefined) return jsonError(401, "authError", "Invalid Credentials");
  const name = /^\/storage\/v1\/b\/([^/]+)$/.exec(request.path)?.[1];
  if (name === undefined || request.method !== "GET") return jsonError(404, "notFound", "Not Found");
  const bucket = buckets.get(decodeURIComponent(name));
  if (bucket === undefined) return jsonError(404, "notFound", "The specified bucket does not exist.");
  if (!may({ email }, "storage.buckets.get", bucket)) {
    const message = `${email} does not have storage.buckets.get access to the Google Cloud Storage bucket. Permission 'storage.buckets.get' denied on resource (or it may not exist).`;
    return jsonError(403, "forbidden", message);
  }
  return jsonReply(200, resource(bucket));
}

/** https://cloud.google.com/storage/docs/json_api/v1/buckets#resource */
function resource(bucket: GcsBucket): object {
  return {
    kind: "storage#bucket",
    id: bucket.name,
    name: bucket.name,
    location: bucket.location,
    locationType: bucket.location.includes("-") ? "region" : "multi-region",
    storageClass: "STANDARD",
    iamConfiguration: {
      uniformBucketLevelAccess: { enabled: true },
      publicAccessPrevention: bucket.public ? "inherited" : "enforced",
    },
    softDeletePolicy: { retentionDurationSeconds: String(bucket.softDeleteSeconds) },
    // What is not set is not there at all.
    ...(bucket.cors.length > 0 && { cors: bucket.cors }),
    ...(bucket.versioning && { versioning: { enabled: true } }),
    ...(bucket.lifecycleRules.length > 0 && { lifecycle: { rule: bucket.lifecycleRules } }),
    ...(bucket.defaultKmsKeyName && { encryption: { defaultKmsKeyName: bucket.defaultKmsKeyName } }),
  };
}
