import { requestHash, type UrlRequest } from "../canonical-request.ts";
import type { Signing, StringToSign } from "./signing.ts";

interface UnsignedUrl {
  /** All of the query but the signature, without `?`. */
  query: string;
  stringToSign: StringToSign;
  /** The scope's `YYYYMMDD`. */
  date: string;
}

/**
 * A V4 signed URL up to its signature; the payload is not signed.
 * https://cloud.google.com/storage/docs/authentication/canonical-requests
 */
export function unsignedUrl(signing: Signing, request: UrlRequest): UnsignedUrl {
  const { date, query, stringToSignStart: start, beforePath, afterPath } = signing.formOf(request);
  const stringToSign = { start, requestHash: requestHash(beforePath + request.path + afterPath) };
  return { query, stringToSign, date };
}
