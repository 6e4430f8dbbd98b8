import {
  canonicalHeaders,
  encodeParameters,
  stampOf,
  stringToSign,
  type UrlRequest,
} from "../canonical-request.ts";
import { percentEncode } from "../percent-encode.ts";
import { SCOPE_END, type Signing } from "./signing.ts";

interface UnsignedUrl {
  /** All of the query but the signature, without `?`. */
  query: string;
  stringToSign: string;
  /** The scope's `YYYYMMDD`. */
  date: string;
}

/**
 * A V4 signed URL up to its signature; the payload is not signed.
 * https://cloud.google.com/storage/docs/authentication/canonical-requests
 */
export function unsignedUrl(
  { algorithm, accessId }: Signing,
  { method, host, path, parameters, headers, signedAt, expiresInSeconds }: UrlRequest,
): UnsignedUrl {
  const stamp = stampOf(signedAt);
  const date = stamp.slice(0, 8);
  const scope = [date, ...SCOPE_END].join("/");
  const { names, lines } = canonicalHeaders({ ...headers, host });
  const query =
    `X-Goog-Algorithm=${algorithm}&X-Goog-Credential=${percentEncode(`${accessId}/${scope}`)}` +
    `&X-Goog-Date=${stamp}&X-Goog-Expires=${expiresInSeconds}&X-Goog-SignedHeaders=${names.join("%3B")}` +
    encodeParameters(parameters, "X-Goog-SignedHeaders");
  const canonicalRequest = `${method}\n${path}\n${query}\n${lines}\n${names.join(";")}\nUNSIGNED-PAYLOAD`;
  return { query, stringToSign: stringToSign(algorithm, stamp, scope, canonicalRequest), date };
}
