import { type Caller, refusal } from "./access.ts";
import { corsHeaders, preflightHeaders } from "./cors.ts";
import { downloadObject, notThere } from "./download-object.ts";
import type { GcsBucket } from "./gcs-bucket.ts";
import { type GcsRequest, resourceOf } from "./gcs-request.ts";
import type { GcsState } from "./gcs-state.ts";
import { listObjects } from "./list-objects.ts";
import { multipartApi } from "./multipart-api.ts";
import type { ObjectShelf } from "./object-shelf.ts";
import { type Reply, xmlError } from "./reply.ts";
import { isSettingsName, settingsDocument } from "./settings-documents.ts";
import { uploadObject } from "./upload-object.ts";
import { verifySignature } from "./verify-signature.ts";

/** Parameters that ask for something else than the object's bytes or a plain list. */
const NOT_SERVED =
  /^(acl|billing|compose|cors|customPlacementConfig|delimiter|encoding-type|encryption|encryptionConfig|generation|lifecycle|location|logging|object-lock|partNumber|retention|storageClass|tagging|uploadId|uploads|versioning|versions|websiteConfig)$/;

/**
 * The XML API for signed URLs and for anonymous callers: objects, uploads in parts, lists, a bucket's settings, preflights.
 * https://cloud.google.com/storage/docs/xml-api/overview
 */
export async function xmlApi(state: GcsState, request: GcsRequest, now: Date): Promise<Reply> {
  const { bucketName } = resourceOf(request);
  const bucket = state.buckets.get(bucketName);
  if (request.method === "OPTIONS") {
    return { status: 200, headers: bucket ? preflightHeaders(bucket, request) : {} };
  }
  const reply = await serve(state, request, bucket, now);
  return bucket ? { ...reply, headers: { ...reply.headers, ...corsHeaders(bucket, request) } } : reply;
}

function serve(
  state: GcsState,
  request: GcsRequest,
  bucket: GcsBucket | undefined,
  now: Date,
): Reply | Promise<Reply> {
  let caller: Caller;
  if (request.parameters.some(([name]) => /^x-goog-(algorithm|signature)$/i.test(name))) {
    const verdict = verifySignature(request, state.accounts, now);
    if ("refusal" in verdict) return verdict.refusal;
    caller = verdict;
  }
  if (bucket === undefined) return xmlError(404, "NoSuchBucket", "The specified bucket does not exist.");
  const { key } = resourceOf(request);
  if (key === undefined) return serveBucket(state.shelf, request, bucket, caller);
  if (["POST", "PUT"].includes(request.method) && Buffer.byteLength(key) > 1024) {
    return xmlError(400, "KeyTooLong", "The specified key is too long.");
  }
  return (
    multipartApi({ state, bucket, key, caller, request, now }) ??
    notServed(request) ??
    serveObject(state.shelf, request, bucket, key, caller, now)
  );
}

function serveBucket(shelf: ObjectShelf, request: GcsRequest, bucket: GcsBucket, caller: Caller): Reply {
  if (request.method !== "GET") return notServed(request) ?? notAllowed();
  const [name, ...others] = request.parameters.map(([each]) => each).filter((each) => NOT_SERVED.test(each));
  if (name !== undefined && isSettingsName(name) && others.length === 0) {
    return settingsDocument(bucket, name, caller);
  }
  return notServed(request) ?? listObjects(shelf, bucket, caller, request);
}

function notServed({ parameters }: GcsRequest): Reply | undefined {
  const unserved = parameters.find(([name]) => NOT_SERVED.test(name));
  if (unserved === undefined) return undefined;
  const details = { Details: unserved[0] };
  return xmlError(501, "NotImplemented", "The requested operation is not implemented.", details);
}

function serveObject(
  shelf: ObjectShelf,
  request: GcsRequest,
  bucket: GcsBucket,
  key: string,
  caller: Caller,
  now: Date,
): Reply {
  switch (request.method) {
    case "GET":
    case "HEAD":
      return downloadObject(shelf, bucket, key, caller, request);
    case "PUT":
      return uploadObject(shelf, bucket, key, caller, request, now);
    case "DELETE":
      return deleteObject(shelf, bucket, key, caller);
    default:
      return notAllowed();
  }
}

/** https://cloud.google.com/storage/docs/xml-api/delete-object */
function deleteObject(shelf: ObjectShelf, bucket: GcsBucket, key: string, caller: Caller): Reply {
  const denied = refusal(caller, "storage.objects.delete", bucket);
  if (denied) return denied;
  const object = shelf.get(bucket.name, key);
  if (object === undefined) return notThere(caller, bucket);
  shelf.remove(object);
  return { status: 204, headers: {} };
}

function notAllowed(): Reply {
  return xmlError(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
}
