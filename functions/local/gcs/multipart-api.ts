import { type Caller, refusal } from "./access.ts";
import { completeUpload } from "./complete-upload.ts";
import { crc32cText } from "./crc32c.ts";
import { digestProblem } from "./digest-problem.ts";
import type { GcsBucket, GcsPermission } from "./gcs-bucket.ts";
import { type GcsRequest, parameterOf } from "./gcs-request.ts";
import type { GcsState } from "./gcs-state.ts";
import { listParts } from "./list-parts.ts";
import type { Upload } from "./multipart-shelf.ts";
import { type Reply, xmlError } from "./reply.ts";
import { storedHeaders, unservedUpload } from "./upload-object.ts";
import { container, element, xmlReply } from "./xml-document.ts";

const MOST_PARTS = 10_000;

/** https://cloud.google.com/storage/docs/access-control/iam-xml */
const PERMISSIONS: Readonly<Record<string, readonly GcsPermission[]>> = {
  POST: ["storage.multipartUploads.create", "storage.objects.create"],
  PUT: ["storage.multipartUploads.create", "storage.objects.create"],
  DELETE: ["storage.multipartUploads.abort"],
  GET: ["storage.multipartUploads.listParts"],
};

/** An object, who asks for what of it, and when. */
interface Context {
  state: GcsState;
  bucket: GcsBucket;
  key: string;
  caller: Caller;
  request: GcsRequest;
  now: Date;
}

/**
 * Uploads in parts; undefined for a request that is about none.
 * https://cloud.google.com/storage/docs/multipart-uploads
 */
export function multipartApi(context: Context): Reply | Promise<Reply> | undefined {
  const { state, bucket, key, caller, request, now } = context;
  const begins = request.method === "POST" && parameterOf(request, "uploads") !== undefined;
  const uploadId = parameterOf(request, "uploadId");
  const permissions = Object.hasOwn(PERMISSIONS, request.method) ? PERMISSIONS[request.method] : undefined;
  if (permissions === undefined || (!begins && uploadId === undefined)) return undefined;
  for (const permission of permissions) {
    const denied = refusal(caller, permission, bucket);
    if (denied) return denied;
  }
  const unserved = preconditioned(request) ?? unservedUpload(request);
  if (unserved) return unserved;
  if (begins) return begin(context);

  const upload = uploadId === undefined ? undefined : state.uploads.find(bucket.name, key, uploadId);
  if (upload === undefined) {
    return xmlError(404, "NoSuchUpload", "The requested upload was not found.");
  }
  switch (request.method) {
    case "PUT":
      return putPart(context, upload);
    case "GET":
      return listParts(upload, state.uploads.partsOf(upload), request);
    case "DELETE":
      state.uploads.remove(upload);
      return { status: 204, headers: {} };
    default: {
      const replaces = state.shelf.get(bucket.name, key) !== undefined;
      const denied = replaces ? refusal(caller, "storage.objects.delete", bucket) : undefined;
      return denied ?? completeUpload(state, bucket, upload, request, now);
    }
  }
}

/** Not even "only if it is new" can be asked for. https://cloud.google.com/storage/docs/request-preconditions */
function preconditioned({ headers }: GcsRequest): Reply | undefined {
  const condition = [...headers.keys()].find((name) => name.startsWith("x-goog-if-"));
  if (condition === undefined) return undefined;
  const message = "A header you provided implies functionality that is not implemented.";
  return xmlError(400, "NotImplemented", message, { Details: condition });
}

/** https://cloud.google.com/storage/docs/xml-api/post-object-multipart */
function begin({ state, bucket, key, request }: Context): Reply {
  const { uploadId } = state.uploads.begin({ bucketName: bucket.name, key, headers: storedHeaders(request) });
  return xmlReply(
    container("InitiateMultipartUploadResult", [
      element("Bucket", bucket.name),
      element("Key", key),
      element("UploadId", uploadId),
    ]),
  );
}

/** https://cloud.google.com/storage/docs/xml-api/put-object-multipart */
function putPart({ state, request, now }: Context, upload: Upload): Reply {
  const number = parameterOf(request, "partNumber") ?? "";
  if (!/^[1-9]\d{0,4}$/.test(number) || Number(number) > MOST_PARTS) {
    return xmlError(400, "InvalidArgument", "Invalid argument.", { Details: "partNumber" });
  }
  const problem = digestProblem(request);
  if (problem) return problem;
  const { md5, crc32c, content } = request.body;
  const etag = Buffer.from(md5, "base64").toString("hex");
  const part = { partNumber: Number(number), etag, crc32c, updatedMs: now.getTime(), content };
  state.uploads.putPart(upload, part);
  return {
    status: 200,
    headers: { etag: `"${etag}"`, "x-goog-hash": `crc32c=${crc32cText(crc32c)},md5=${md5}` },
  };
}
