import { type Caller, refusal } from "./access.ts";
import { digestProblem } from "./digest-problem.ts";
import { factHeaders } from "./download-object.ts";
import type { GcsBucket } from "./gcs-bucket.ts";
import type { GcsRequest } from "./gcs-request.ts";
import type { ObjectShelf, StoredObject } from "./object-shelf.ts";
import { type Reply, xmlError } from "./reply.ts";

const STORED_HEADERS = ["content-type", "content-disposition", "content-encoding", "cache-control"];
const NOT_SERVED = ["x-goog-copy-source", "x-goog-resumable", "x-goog-encryption-key"];

/**
 * PUT. Replacing an object takes the permission to delete it as well.
 * https://cloud.google.com/storage/docs/xml-api/put-object-upload
 */
export function uploadObject(
  shelf: ObjectShelf,
  bucket: GcsBucket,
  key: string,
  caller: Caller,
  request: GcsRequest,
  now: Date,
): Reply {
  const before = shelf.get(bucket.name, key);
  const denied =
    refusal(caller, "storage.objects.create", bucket) ??
    (before && refusal(caller, "storage.objects.delete", bucket));
  if (denied) return denied;
  const problem = headerProblem(request, before);
  if (problem) return problem;

  const { content, md5, crc32c } = request.body;
  const object: StoredObject = {
    bucketName: bucket.name,
    key,
    headers: storedHeaders(request),
    etag: Buffer.from(md5, "base64").toString("hex"),
    md5,
    crc32c,
    generation: nextGeneration(now, before),
    updatedMs: now.getTime(),
    content,
  };
  shelf.put(object);
  return { status: 200, headers: factHeaders(object, bucket) };
}

/** What an object keeps of the request that creates it. */
export function storedHeaders({ headers }: GcsRequest): Record<string, string> {
  const metadata = [...headers.keys()].filter((name) => name.startsWith("x-goog-meta-"));
  return Object.fromEntries(
    [...STORED_HEADERS, ...metadata].flatMap((name) => {
      const value = headers.get(name);
      return value ? [[name, value]] : [];
    }),
  );
}

/** The refusal of an upload that asks for what this server does not do; undefined for one that does not. */
export function unservedUpload({ headers }: GcsRequest): Reply | undefined {
  const unserved = NOT_SERVED.find((name) => headers.has(name));
  return unserved === undefined
    ? undefined
    : xmlError(501, "NotImplemented", "The requested operation is not implemented.", { Details: unserved });
}

function headerProblem(request: GcsRequest, before: StoredObject | undefined): Reply | undefined {
  const problem = unservedUpload(request) ?? digestProblem(request);
  if (problem) return problem;
  const wanted = request.headers.get("x-goog-if-generation-match");
  if (wanted === undefined || wanted === (before?.generation ?? "0")) return undefined;
  const message = "At least one of the pre-conditions you specified did not hold.";
  return xmlError(412, "PreconditionFailed", message, { Details: "x-goog-if-generation-match" });
}

/** Microseconds since 1970, as Cloud Storage's look, and never the same twice for one object. */
export function nextGeneration(now: Date, before: StoredObject | undefined): string {
  const earliest = BigInt(now.getTime()) * 1000n;
  const next = BigInt(before?.generation ?? 0) + 1n;
  return String(earliest > next ? earliest : next);
}
