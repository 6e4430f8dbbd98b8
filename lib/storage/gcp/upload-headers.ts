import type { Bound } from "../signer.ts";

/**
 * The headers that an upload must send because its signature covers them. Generation 0 stands for "no live object".
 * An empty content type counts as none: clients differ in whether they send an empty header.
 * https://cloud.google.com/storage/docs/xml-api/reference-headers#xgoogifgenerationmatch
 */
export function uploadHeaders({
  contentType,
  contentMd5,
  contentLength,
  ifNoneMatch,
}: Bound): Record<string, string> {
  const headers: Record<string, string> = {};
  if (contentType) headers["Content-Type"] = contentType;
  if (contentMd5) headers["Content-MD5"] = contentMd5;
  if (contentLength !== undefined) headers["Content-Length"] = String(contentLength);
  if (ifNoneMatch) headers["x-goog-if-generation-match"] = "0";
  return headers;
}
