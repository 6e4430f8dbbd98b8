import type { Bound } from "../signer.ts";

/**
 * The headers that an upload must send because its signature covers them.
 * An empty content type counts as none: clients differ in whether they send an empty header.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export function uploadHeaders(bound: Bound, kmsKeyId: string | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  if (bound.contentType) headers["Content-Type"] = bound.contentType;
  if (bound.contentMd5) headers["Content-MD5"] = bound.contentMd5;
  if (bound.contentLength !== undefined) headers["Content-Length"] = String(bound.contentLength);
  if (bound.ifNoneMatch) headers["If-None-Match"] = bound.ifNoneMatch;
  if (kmsKeyId) {
    headers["x-amz-server-side-encryption"] = "aws:kms";
    headers["x-amz-server-side-encryption-aws-kms-key-id"] = kmsKeyId;
  }
  return headers;
}
