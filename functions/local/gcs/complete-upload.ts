import { hash, randomUUID } from "node:crypto";
import { join } from "node:path";
import { bytesOf, concatenate, sizeOf } from "./content.ts";
import { joinedCrc32c } from "./crc32c.ts";
import { factHeaders } from "./download-object.ts";
import type { GcsBucket } from "./gcs-bucket.ts";
import type { GcsRequest } from "./gcs-request.ts";
import type { GcsState } from "./gcs-state.ts";
import type { Part, Upload } from "./multipart-shelf.ts";
import type { StoredObject } from "./object-shelf.ts";
import { type ListedPart, readPartList } from "./part-list.ts";
import { type Reply, xmlError } from "./reply.ts";
import { nextGeneration } from "./upload-object.ts";
import { container, element, xmlReply } from "./xml-document.ts";

/** Of every part but the last. https://cloud.google.com/storage/quotas#requests */
const SMALLEST_PART_BYTES = 5 * 1024 * 1024;

/**
 * Makes an object of the listed parts; what is not listed is gone. The object has no MD5, and its ETag is none.
 * https://cloud.google.com/storage/docs/xml-api/post-object-complete
 */
export async function completeUpload(
  { shelf, uploads, incoming }: GcsState,
  bucket: GcsBucket,
  upload: Upload,
  request: GcsRequest,
  now: Date,
): Promise<Reply> {
  const listed = readPartList(bytesOf(request.body.content));
  if (listed === undefined) {
    const message =
      "The XML you provided was not well-formed or did not validate against our published schema.";
    return xmlError(400, "MalformedXML", message);
  }
  const parts = choose(listed, uploads.partsOf(upload));
  if (!Array.isArray(parts)) return parts;

  uploads.close(upload);
  const content = await concatenate(
    parts.map((part) => part.content),
    incoming && join(incoming, randomUUID()),
  );
  const generation = nextGeneration(now, shelf.get(upload.bucketName, upload.key));
  const object: StoredObject = {
    bucketName: upload.bucketName,
    key: upload.key,
    headers: upload.headers,
    etag: `${hash("sha256", `${generation} ${parts.map(({ etag }) => etag)}`).slice(0, 32)}-${parts.length}`,
    crc32c: parts.reduce((sum, part) => joinedCrc32c(sum, part.crc32c, sizeOf(part.content)), 0),
    generation,
    updatedMs: now.getTime(),
    content,
  };
  shelf.put(object);
  uploads.remove(upload);
  const reply = xmlReply(
    container("CompleteMultipartUploadResult", [
      element("Location", `http://${request.headers.get("host")}${request.path}`),
      element("Bucket", upload.bucketName),
      element("Key", upload.key),
      element("ETag", `"${object.etag}"`),
    ]),
  );
  return { ...reply, headers: { ...factHeaders(object, bucket), ...reply.headers } };
}

/** The parts that are listed, or the refusal of the list. */
function choose(listed: readonly ListedPart[], uploaded: readonly Part[]): Part[] | Reply {
  if (listed.some(({ partNumber }, index) => partNumber <= (listed[index - 1]?.partNumber ?? 0))) {
    return xmlError(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
  }
  const byNumber = new Map(uploaded.map((part) => [part.partNumber, part]));
  const chosen: Part[] = [];
  for (const { partNumber, etag } of listed) {
    const part = byNumber.get(partNumber);
    if (part?.etag !== etag) {
      const message =
        "One or more of the specified parts could not be found, or its ETag did not match the part's.";
      return xmlError(400, "InvalidPart", message, { PartNumber: String(partNumber), ETag: etag });
    }
    chosen.push(part);
  }
  const small = chosen.slice(0, -1).find((part) => sizeOf(part.content) < SMALLEST_PART_BYTES);
  return small === undefined
    ? chosen
    : xmlError(400, "EntityTooSmall", "A part is smaller than the minimum allowed size.", {
        PartNumber: String(small.partNumber),
        MinSizeAllowed: String(SMALLEST_PART_BYTES),
        ProposedSize: String(sizeOf(small.content)),
      });
}
