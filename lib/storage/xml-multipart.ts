import type { FinishedPart, MultipartSigner } from "./multipart.ts";
import { readXml } from "./read-xml.ts";
import type { Bound } from "./signer.ts";
import type { SignSubresource } from "./subresource.ts";

interface XmlMultipartOptions {
  sign: SignSubresource;
  /** What `create` must send for the finished object to be as it was bound. */
  createHeaders: (bound: Bound) => Record<string, string>;
  /** The header of metadata that keeps an upload's mark. */
  markHeader: "x-amz-meta-wandb-upload" | "x-goog-meta-wandb-upload";
  /** Whether an object's ETag ends in the number of its parts, as S3's does: `"…-3"`. */
  etagsCountParts: boolean;
}

/** The service spends its own requests at once. */
const LIFE_SECONDS = 300;

const COUNT_IN_ETAG = /-(\d{1,5})"?$/;

/**
 * Uploads in parts as S3 has them, and Cloud Storage by its XML API.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 * https://cloud.google.com/storage/docs/multipart-uploads
 */
export function xmlMultipart({
  sign,
  createHeaders,
  markHeader,
  etagsCountParts,
}: XmlMultipartOptions): MultipartSigner {
  return {
    partsHaveEtags: true,
    create: (key, { contentType, mark } = {}) =>
      sign(
        {
          method: "POST",
          key,
          parameters: { uploads: "" },
          headers: {
            ...createHeaders(contentType ? { contentType } : {}),
            ...(mark && { [markHeader]: mark }),
          },
        },
        LIFE_SECONDS,
      ),
    uploadIdOf: ({ body }) => readXml(body, "InitiateMultipartUploadResult")?.text("UploadId"),
    part: (key, uploadId, partNumber, { expiresInSeconds, contentMd5, user }) =>
      sign(
        {
          method: "PUT",
          key,
          parameters: {
            partNumber: String(partNumber),
            uploadId,
            ...(user && { "X-User": user.toWellFormed() }),
          },
          headers: contentMd5 ? { "Content-MD5": contentMd5 } : {},
        },
        expiresInSeconds,
      ),
    async complete(key, uploadId, parts, { ifNoneMatch } = {}) {
      const headers = ifNoneMatch ? { "If-None-Match": ifNoneMatch } : {};
      const grant = await sign({ method: "POST", key, parameters: { uploadId }, headers }, LIFE_SECONDS);
      return { grant, body: new TextEncoder().encode(partList(parts)) };
    },
    isComplete: ({ body }) => readXml(body, "CompleteMultipartUploadResult") !== undefined,
    completesAnew: false,
    etagIn: ({ headers, body }) =>
      headers.etag ?? readXml(body, "CompleteMultipartUploadResult")?.text("ETag"),
    madeBy({ headers }, mark, parts) {
      if (headers[markHeader] !== mark) return undefined;
      const count = etagsCountParts ? COUNT_IN_ETAG.exec(headers.etag ?? "")?.[1] : undefined;
      return count === undefined || Number(count) === parts.length ? "these parts" : "others";
    },
    abort: (key, uploadId) => sign({ method: "DELETE", key, parameters: { uploadId } }, LIFE_SECONDS),
  };
}

function partList(parts: readonly FinishedPart[]): string {
  const items = parts.map(({ partNumber, etag = "" }) => {
    const bare = etag.replace(/^"|"$/g, "").replace(/[<>&"]/g, "");
    return `<Part><PartNumber>${partNumber}</PartNumber><ETag>"${bare}"</ETag></Part>`;
  });
  return `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${items.join("")}</CompleteMultipartUpload>`;
}
