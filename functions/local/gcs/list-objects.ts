import { type Caller, refusal } from "./access.ts";
import { sizeOf } from "./content.ts";
import type { GcsBucket } from "./gcs-bucket.ts";
import { type GcsRequest, parameterOf } from "./gcs-request.ts";
import type { ObjectShelf, StoredObject } from "./object-shelf.ts";
import { type Reply, xmlError } from "./reply.ts";
import { element, xmlReply } from "./xml-document.ts";

const LARGEST_PAGE = 1000;

/** A list of the second version. https://cloud.google.com/storage/docs/xml-api/get-bucket-list */
export function listObjects(
  shelf: ObjectShelf,
  bucket: GcsBucket,
  caller: Caller,
  request: GcsRequest,
): Reply {
  const denied = refusal(caller, "storage.objects.list", bucket);
  if (denied) return denied;
  if (parameterOf(request, "list-type") !== "2") {
    return xmlError(501, "NotImplemented", "This server answers lists with list-type=2.");
  }
  const asked = parameterOf(request, "max-keys") ?? String(LARGEST_PAGE);
  if (!/^\d{1,9}$/.test(asked)) {
    return xmlError(400, "InvalidArgument", "Invalid argument.", { Details: "max-keys" });
  }
  const prefix = parameterOf(request, "prefix") ?? "";
  const after = parameterOf(request, "continuation-token") ?? parameterOf(request, "start-after") ?? "";
  const rest = shelf
    .list(bucket.name, prefix)
    .filter(({ key }) => Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0);
  const page = rest.slice(0, Math.min(Number(asked), LARGEST_PAGE));
  const last = page.at(-1);
  const isTruncated = page.length < rest.length && last !== undefined;
  const elements = [
    element("Name", bucket.name),
    element("Prefix", prefix),
    element("KeyCount", String(page.length)),
    element("MaxKeys", asked),
    element("IsTruncated", String(isTruncated)),
    ...(isTruncated ? [element("NextContinuationToken", last.key)] : []),
    ...page.map(contents),
  ];
  return xmlReply(
    `<ListBucketResult xmlns='http://doc.s3.amazonaws.com/2006-03-01'>${elements.join("")}</ListBucketResult>`,
  );
}

function contents({ key, generation, etag, content, updatedMs }: StoredObject): string {
  return `<Contents>${element("Key", key)}${element("Generation", generation)}${element("MetaGeneration", "1")}${element("LastModified", new Date(updatedMs).toISOString())}${element("ETag", `"${etag}"`)}${element("Size", String(sizeOf(content)))}</Contents>`;
}
