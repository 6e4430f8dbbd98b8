import { encodeParameters, requestHash, stringToSignStart, type UrlRequest } from "./canonical-request.ts";
import type { AccessKey } from "./credentials.ts";
import { deriveSigningKey } from "./derive-signing-key.ts";
import { type HmacSha256, hmacSha256 } from "./hmac-sha256.ts";
import { perForm } from "./per-form.ts";
import { perSecond } from "./per-second.ts";
import { percentEncode } from "./percent-encode.ts";
import { headerLists } from "./signed-headers.ts";

/** Everything that stays the same for one UTC day. */
interface SigningDay {
  /** `YYYYMMDD`. */
  date: string;
  scope: string;
  key: Uint8Array;
  /** The query up to the date's value. */
  queryStart: string;
}

/** Signs URLs for one access key in one region. */
export interface QuerySigner {
  /** The whole query string, without `?`. */
  sign(request: UrlRequest): string;
}

/**
 * AWS Signature Version 4 in query parameters, for S3: payload unsigned, path encoded once, dot segments kept.
 * Yields the same bytes as `@aws-sdk/s3-request-presigner`. What the last URL had in common with the next is kept:
 * the day's key, what its second adds, and all but the path and the signature.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function sigv4QuerySigner(region: string, credentials: AccessKey): QuerySigner {
  const token = credentials.sessionToken;
  const tokenParameter = token ? `&X-Amz-Security-Token=${percentEncode(token.reveal())}` : "";
  const headersOf = headerLists();
  let today: SigningDay | undefined;

  const secondOf = perSecond((stamp, expiresInSeconds) => {
    const date = stamp.slice(0, 8);
    if (today?.date !== date) today = signingDay(date, region, credentials);
    const { key, scope, queryStart } = today;
    return {
      signatureOf: macAt(key, stamp, scope),
      query: `${queryStart}${stamp}&X-Amz-Expires=${expiresInSeconds}${tokenParameter}`,
    };
  });

  const formOf = perForm(({ method, host, parameters, headers, signedAt, expiresInSeconds }) => {
    const { signatureOf, query } = secondOf(signedAt, expiresInSeconds);
    const { names, requestEnd } = headersOf(host, headers);
    // X-Amz-Signature sorts just before X-Amz-SignedHeaders, so the query is cut there.
    const queryEnd = `&X-Amz-SignedHeaders=${names}${encodeParameters(parameters, "X-Amz-SignedHeaders")}`;
    return {
      signatureOf,
      beforePath: `${method}\n`,
      // `join` copies the pieces into one string, where `+` would leave that to every hash.
      afterPath: ["\n", query, queryEnd, requestEnd].join(""),
      beforeSignature: `${query}&X-Amz-Signature=`,
      afterSignature: queryEnd,
    };
  });

  return {
    sign(request) {
      const form = formOf(request);
      const canonicalRequest = form.beforePath + request.path + form.afterPath;
      const signature = form.signatureOf(requestHash(canonicalRequest), "hex");
      return form.beforeSignature + signature + form.afterSignature;
    },
  };
}

/** Derives the key that signs for S3 in one region on one day (`YYYYMMDD`, UTC). */
export function signingKey(secretAccessKey: string, date: string, region: string): Uint8Array {
  return deriveSigningKey(`AWS4${secretAccessKey}`, [date, region, "s3", "aws4_request"]);
}

/** The hexadecimal signature of a canonical request; `stamp` is `YYYYMMDDTHHMMSSZ`. */
export function signature(key: Uint8Array, stamp: string, scope: string, canonicalRequest: string): string {
  return macAt(key, stamp, scope)(requestHash(canonicalRequest), "hex");
}

/** Signs the hashes of one second's canonical requests. */
function macAt(key: Uint8Array, stamp: string, scope: string): HmacSha256 {
  return hmacSha256(key, stringToSignStart("AWS4-HMAC-SHA256", stamp, scope));
}

function signingDay(date: string, region: string, credentials: AccessKey): SigningDay {
  const scope = `${date}/${region}/s3/aws4_request`;
  const credential = percentEncode(`${credentials.accessKeyId}/${scope}`);
  return {
    date,
    scope,
    key: signingKey(credentials.secretAccessKey.reveal(), date, region),
    queryStart: `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&X-Amz-Credential=${credential}&X-Amz-Date=`,
  };
}
