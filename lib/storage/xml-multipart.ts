import type { FinishedPart, MultipartSigner } from "./multipart.ts";
import { readXml } from "./read-xml.ts";
import type { Bound } from "./signer.ts";
import type { SignSubresource } from "./subresource.ts";

interface XmlMultipartOptions {
  sign: SignSubresource;
  /** What `create` must send for the finished object to be as it was bound. */
  createHeaders: (bound: Bound) => Record<string, string>;
}

/** The service spends its own requests at once. */
const LIFE_SECONDS = 300;

/**
 * Uploads in parts as S3 has them, and Cloud Storage by its XML API.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 * https://cloud.google.com/storage/docs/multipart-uploads
 */
export function xmlMultipart({ sign, createHeaders }: XmlMultipartOptions): MultipartSigner {
  return {
    create: (key, bound = {}) =>
      sign({ method: "POST", key, parameters: { uploads: "" }, headers: createHeaders(bound) }, LIFE_SECONDS),
    uploadIdOf: ({ body }) => readXml(body, "InitiateMultipartUploadResult")?.text("UploadId"),
    part: (key, uploadId, partNumber, expiresInSeconds) =>
      sign(
        { method: "PUT", key, parameters: { partNumber: String(partNumber), uploadId } },
        expiresInSeconds,
      ),
    async complete(key, uploadId, parts) {
      const grant = await sign({ method: "POST", key, parameters: { uploadId } }, LIFE_SECONDS);
      return { grant, body: new TextEncoder().encode(partList(parts)) };
    },
    isComplete: ({ body }) => readXml(body, "CompleteMultipartUploadResult") !== undefined,
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
