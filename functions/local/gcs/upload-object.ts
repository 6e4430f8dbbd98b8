import { hash } from "node:crypto";
import { type Caller, refusal } from "./access.ts";
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

  const object: StoredObject = {
    bucketName: bucket.name,
    key,
    headers: Object.fromEntries(
      STORED_HEADERS.flatMap((name) => {
        const value = request.headers.get(name);
        return value ? [[name, value]] : [];
      }),
    ),
    md5: hash("md5", request.body, "base64"),
    generation: nextGeneration(now, before),
    updatedMs: now.getTime(),
    body: request.body,
  };
  shelf.put(object);
  return { status: 200, headers: factHeaders(object, bucket) };
}

function headerProblem({ headers, body }: GcsRequest, before: StoredObject | undefined): Reply | undefined {
  const unserved = NOT_SERVED.find((name) => headers.has(name));
  if (unserved !== undefined) {
    return xmlError(501, "NotImplemented", "The requested operation is not implemented.", {
      Details: unserved,
    });
  }
  const md5 = headers.get("content-md5");
  if (md5 !== undefined && !/^[A-Za-z0-9+/]{22}==$/.test(md5)) {
    return xmlError(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
  }
  if (md5 !== undefined && md5 !== hash("md5", body, "base64")) {
    return xmlError(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
  }
  const sha256 = headers.get("x-goog-content-sha256");
  if (sha256 !== undefined && sha256 !== "UNSIGNED-PAYLOAD" && sha256 !== hash("sha256", body)) {
    return xmlError(400, "BadDigest", "The x-goog-content-sha256 you specified did not match.");
  }
  const wanted = headers.get("x-goog-if-generation-match");
  if (wanted !== undefined && wanted !== (before?.generation ?? "0")) {
    return xmlError(
      412,
      "PreconditionFailed",
      "At least one of the pre-conditions you specified did not hold.",
      {
        Details: "x-goog-if-generation-match",
      },
    );
  }
  return undefined;
}

/** Microseconds since 1970, as Cloud Storage's look, and never the same twice for one object. */
function nextGeneration(now: Date, before: StoredObject | undefined): string {
  const earliest = BigInt(now.getTime()) * 1000n;
  const next = BigInt(before?.generation ?? 0) + 1n;
  return String(earliest > next ? earliest : next);
}
