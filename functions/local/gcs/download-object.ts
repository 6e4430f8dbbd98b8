import { type Caller, refusal } from "./access.ts";
import { byteRange } from "./byte-range.ts";
import { sizeOf } from "./content.ts";
import { crc32cText } from "./crc32c.ts";
import type { GcsBucket } from "./gcs-bucket.ts";
import { type GcsRequest, parameterOf } from "./gcs-request.ts";
import type { ObjectShelf, StoredObject } from "./object-shelf.ts";
import { type Reply, xmlError } from "./reply.ts";

/** GET and HEAD. https://cloud.google.com/storage/docs/xml-api/get-object-download */
export function downloadObject(
  shelf: ObjectShelf,
  bucket: GcsBucket,
  key: string,
  caller: Caller,
  request: GcsRequest,
): Reply {
  const denied = refusal(caller, "storage.objects.get", bucket);
  if (denied) return denied;
  const object = shelf.get(bucket.name, key);
  if (object === undefined) return notThere(caller, bucket);

  const { content } = object;
  const size = sizeOf(content);
  const range = byteRange(request.headers.get("range"), size);
  if (range === "unsatisfiable") {
    const reply = xmlError(416, "InvalidRange", "The requested range cannot be satisfied.");
    return { ...reply, headers: { ...reply.headers, "content-range": `bytes */${size}` } };
  }
  const headers = {
    "content-type": "application/octet-stream",
    ...object.headers,
    ...overrides(request),
    ...factHeaders(object, bucket),
    "accept-ranges": "bytes",
    "last-modified": new Date(object.updatedMs).toUTCString(),
  };
  if (range === undefined) return { status: 200, headers, body: { content, from: 0, size } };
  return {
    status: 206,
    headers: { ...headers, "content-range": `bytes ${range.first}-${range.last}/${size}` },
    body: { content, from: range.first, size: range.last - range.first + 1 },
  };
}

/** Who may not list is not told what is missing. */
export function notThere(caller: Caller, bucket: GcsBucket): Reply {
  return (
    refusal(caller, "storage.objects.list", bucket) ??
    xmlError(404, "NoSuchKey", "The specified key does not exist.")
  );
}

/** What an upload and a download tell of an object alike. */
export function factHeaders(object: StoredObject, { defaultKmsKeyName }: GcsBucket): Record<string, string> {
  return {
    etag: `"${object.etag}"`,
    "x-goog-generation": object.generation,
    "x-goog-metageneration": "1",
    "x-goog-hash": `crc32c=${crc32cText(object.crc32c)}${object.md5 === undefined ? "" : `,md5=${object.md5}`}`,
    "x-goog-stored-content-length": String(sizeOf(object.content)),
    "x-goog-storage-class": "STANDARD",
    ...(defaultKmsKeyName && { "x-goog-encryption-kms-key-name": defaultKmsKeyName }),
  };
}

/** Only a signature makes an override count: https://cloud.google.com/storage/docs/xml-api/reference-headers#responsecontenttype */
function overrides(request: GcsRequest): Record<string, string> {
  if (parameterOf(request, "X-Goog-Signature") === undefined) return {};
  const type = parameterOf(request, "response-content-type");
  const disposition = parameterOf(request, "response-content-disposition");
  return {
    ...(type !== undefined && { "content-type": type }),
    ...(disposition !== undefined && { "content-disposition": disposition }),
  };
}
