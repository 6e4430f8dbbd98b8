import { canonicalHeaders, encodeParameters, stampOf, stringToSign } from "../canonical-request.ts";
import { percentEncode } from "../percent-encode.ts";
import { SCOPE_END, type Signing } from "./signing.ts";

/** What one signed URL depends on. */
interface UrlRequest {
  method: string;
  /** Without the port, which Cloud Storage leaves out of what it verifies. */
  host: string;
  /** Percent-encoded once, as it stands in the URL; starts with a slash. */
  path: string;
  /** Parameters besides the X-Goog ones, not encoded. Every name must sort after `X-Goog-SignedHeaders`. */
  parameters: Readonly<Record<string, string>>;
  /** Headers besides Host that the client must send unchanged; lower-case names. */
  headers: Readonly<Record<string, string>>;
  signedAt: Date;
  /** 1 to 604,800. */
  expiresInSeconds: number;
}

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
