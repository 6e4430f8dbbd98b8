import { createHmac, type KeyObject } from "node:crypto";
import {
  canonicalHeaders,
  encodeParameters,
  stampOf,
  stringToSign,
  type UrlRequest,
} from "./canonical-request.ts";
import type { AccessKey } from "./credentials.ts";
import { deriveSigningKey } from "./derive-signing-key.ts";
import { percentEncode } from "./percent-encode.ts";

/** Everything that stays the same for one UTC day. */
interface SigningDay {
  /** `YYYYMMDD`. */
  date: string;
  scope: string;
  key: KeyObject;
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
 * Yields the same bytes as `@aws-sdk/s3-request-presigner`. Keeps one derived key, that of the day last signed for.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function sigv4QuerySigner(region: string, credentials: AccessKey): QuerySigner {
  const token = credentials.sessionToken;
  const tokenParameter = token ? `&X-Amz-Security-Token=${percentEncode(token.reveal())}` : "";
  let today: SigningDay | undefined;

  return {
    sign({ method, host, path, parameters, headers, signedAt, expiresInSeconds }) {
      const stamp = stampOf(signedAt);
      const date = stamp.slice(0, 8);
      if (today?.date !== date) today = signingDay(date, region, credentials);

      const { names, lines } = canonicalHeaders({ ...headers, host });

      // X-Amz-Signature sorts just before X-Amz-SignedHeaders, so the query is cut there.
      const before = `${today.queryStart}${stamp}&X-Amz-Expires=${expiresInSeconds}${tokenParameter}`;
      const after = `&X-Amz-SignedHeaders=${names.join("%3B")}${encodeParameters(parameters, "X-Amz-SignedHeaders")}`;
      const canonicalRequest = `${method}\n${path}\n${before}${after}\n${lines}\n${names.join(";")}\nUNSIGNED-PAYLOAD`;
      return `${before}&X-Amz-Signature=${signature(today.key, stamp, today.scope, canonicalRequest)}${after}`;
    },
  };
}

/** Derives the key that signs for S3 in one region on one day (`YYYYMMDD`, UTC). */
export function signingKey(secretAccessKey: string, date: string, region: string): KeyObject {
  return deriveSigningKey(`AWS4${secretAccessKey}`, [date, region, "s3", "aws4_request"]);
}

/** The hexadecimal signature of a canonical request; `stamp` is `YYYYMMDDTHHMMSSZ`. */
export function signature(key: KeyObject, stamp: string, scope: string, canonicalRequest: string): string {
  return createHmac("sha256", key)
    .update(stringToSign("AWS4-HMAC-SHA256", stamp, scope, canonicalRequest))
    .digest("hex");
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
