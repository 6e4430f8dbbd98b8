import { sizeOf } from "./content.ts";
import { type GcsRequest, parameterOf } from "./gcs-request.ts";
import type { Part, Upload } from "./multipart-shelf.ts";
import { type Reply, xmlError } from "./reply.ts";
import { container, element, xmlReply } from "./xml-document.ts";

const LARGEST_PAGE = 1000;

/** https://cloud.google.com/storage/docs/xml-api/get-object-multipart */
export function listParts(upload: Upload, parts: readonly Part[], request: GcsRequest): Reply {
  const asked = parameterOf(request, "max-parts") ?? String(LARGEST_PAGE);
  const marker = parameterOf(request, "part-number-marker") ?? "0";
  for (const [name, value] of Object.entries({ "max-parts": asked, "part-number-marker": marker })) {
    if (!/^\d{1,9}$/.test(value))
      return xmlError(400, "InvalidArgument", "Invalid argument.", { Details: name });
  }
  const rest = parts.filter(({ partNumber }) => partNumber > Number(marker));
  const page = rest.slice(0, Math.min(Number(asked), LARGEST_PAGE));
  return xmlReply(
    container("ListPartsResult", [
      element("Bucket", upload.bucketName),
      element("Key", upload.key),
      element("UploadId", upload.uploadId),
      element("StorageClass", "STANDARD"),
      element("PartNumberMarker", marker),
      element("NextPartNumberMarker", String(page.at(-1)?.partNumber ?? marker)),
      element("MaxParts", asked),
      element("IsTruncated", String(page.length < rest.length)),
      ...page.map(({ partNumber, updatedMs, etag, content }) =>
        container("Part", [
          element("PartNumber", String(partNumber)),
          element("LastModified", new Date(updatedMs).toISOString()),
          element("ETag", `"${etag}"`),
          element("Size", String(sizeOf(content))),
        ]),
      ),
    ]),
  );
}
