import { encodeParameters, stringToSignStart, type UrlRequest } from "../canonical-request.ts";
import { perForm } from "../per-form.ts";
import { perSecond } from "../per-second.ts";
import { percentEncode } from "../percent-encode.ts";
import { headerLists } from "../signed-headers.ts";

/** One kind of key that signs V4 URLs for Cloud Storage. https://cloud.google.com/storage/docs/authentication/signatures */
export interface Signing {
  /** When the key dies, and with it what it signed. */
  expiresAt?: Date;
  /** What a URL has besides its path and its signature. */
  formOf(request: UrlRequest): UrlForm;
  /** The signature in hexadecimal; `date` is the scope's `YYYYMMDD`. */
  signatureOf(stringToSign: StringToSign, date: string): string | Promise<string>;
}

/** A string to sign, cut in two. */
export interface StringToSign {
  /** The same for all URLs of one second. */
  start: string;
  requestHash: string;
}

interface UrlForm {
  /** The scope's `YYYYMMDD`. */
  date: string;
  stringToSignStart: string;
  /** What the canonical request has around the path. */
  beforePath: string;
  afterPath: string;
  /** All of the query but the signature. */
  query: string;
}

/** What follows the date in the scope: Cloud Storage finds the bucket's location itself. */
export const SCOPE_END = ["auto", "storage", "goog4_request"] as const;

/**
 * Keeps what the last URL had in common with the next. `accessId` says who signs: the service account's e-mail, or the
 * HMAC key's access id.
 */
export function urlForms(
  algorithm: "GOOG4-RSA-SHA256" | "GOOG4-HMAC-SHA256",
  accessId: string,
): Signing["formOf"] {
  const secondOf = perSecond((stamp, expiresInSeconds) => {
    const date = stamp.slice(0, 8);
    const scope = [date, ...SCOPE_END].join("/");
    const query =
      `X-Goog-Algorithm=${algorithm}&X-Goog-Credential=${percentEncode(`${accessId}/${scope}`)}` +
      `&X-Goog-Date=${stamp}&X-Goog-Expires=${expiresInSeconds}&X-Goog-SignedHeaders=`;
    return { date, query, stringToSignStart: stringToSignStart(algorithm, stamp, scope) };
  });

  const headersOf = headerLists();
  return perForm(({ method, host, parameters, headers, signedAt, expiresInSeconds }) => {
    const { query: queryStart, ...second } = secondOf(signedAt, expiresInSeconds);
    const { names, requestEnd } = headersOf(host, headers);
    // `join` copies the pieces into one string, where `+` would leave that to every hash.
    const query = [queryStart, names, encodeParameters(parameters, "X-Goog-SignedHeaders")].join("");
    return { ...second, query, beforePath: `${method}\n`, afterPath: ["\n", query, requestEnd].join("") };
  });
}
