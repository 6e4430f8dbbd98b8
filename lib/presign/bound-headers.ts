import type { Bound } from "../storage/signer.ts";

/** Visible ASCII: what a header's value can hold on every client and store. */
const HEADER_VALUE = /^[\x20-\x7e]{1,255}$/;
const MD5 = /^[A-Za-z0-9+/]{22}==$/;
/** Bytes; the largest single upload of S3. https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html */
const MAX_CONTENT_LENGTH = 5 * 1024 ** 3;

/** What is wrong with a value that is to be bound, as a sentence; undefined when all can be sent as headers. */
export function boundProblem(bound: Bound): string | undefined {
  const { contentType, contentMd5, contentLength } = bound;
  if (contentType && (!HEADER_VALUE.test(contentType) || contentType.trim() !== contentType))
    return "contentType has 1 to 255 visible ASCII characters, and no blank around them.";
  if (contentMd5 !== undefined && !MD5.test(contentMd5))
    return "contentMd5 is the base64 of the 16 bytes of an MD5, 24 characters.";
  if (contentLength !== undefined && contentLength > MAX_CONTENT_LENGTH)
    return `contentLength is at most ${MAX_CONTENT_LENGTH} bytes for a single upload.`;
  return undefined;
}
