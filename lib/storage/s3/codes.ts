import type { Cause, StoreAnswer } from "../room.ts";

/**
 * What error codes mean: S3's own, and where they differ MinIO's (`XMinio…`, `InvalidTokenId`), Ceph's (`UserSuspended`,
 * `QuotaExceeded`) and R2's and Miniflare's (`Unauthorized`, `ExpiredRequest`). A code that stands nowhere is unreadable.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const CODES: Partial<Record<Cause, readonly string[]>> = {
  "wrong-key-id": [
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSecurity",
    "NotSignedUp",
    "Unauthorized",
  ],
  "wrong-secret": ["SignatureDoesNotMatch"],
  "expired-credentials": ["ExpiredToken", "InvalidToken", "InvalidTokenId", "TokenRefreshRequired"],
  "no-such-bucket": ["NoSuchBucket", "InvalidBucketName"],
  "no-such-key": ["NoSuchKey", "NoSuchVersion", "NoSuchUpload"],
  "access-denied": [
    "AccessDenied",
    "AccountProblem",
    "AllAccessDisabled",
    "InvalidPayer",
    "KMS.DisabledException",
    "KMS.InvalidKeyUsageException",
    "KMS.KMSInvalidStateException",
    "KMS.NotFoundException",
    "UserSuspended",
  ],
  "wrong-region": [
    "AuthorizationHeaderMalformed",
    "IllegalLocationConstraintException",
    "IncorrectEndpoint",
    "InvalidRegion",
    "PermanentRedirect",
  ],
  "clock-skew": ["RequestTimeTooSkewed", "ExpiredRequest"],
  "not-supported": [
    "InvalidArgument",
    "InvalidRequest",
    "InvalidObjectState",
    "MethodNotAllowed",
    "NotImplemented",
  ],
  unavailable: [
    "InternalError",
    "OperationAborted",
    "QuotaExceeded",
    "RequestTimeout",
    "ServiceUnavailable",
    "SlowDown",
    "SlowDownRead",
    "SlowDownWrite",
    "ThrottlingException",
    "TooManyRequests",
    "XMinioServerNotInitialized",
    "XMinioStorageFull",
  ],
};

const CAUSE_OF_CODE = new Map(
  (Object.entries(CODES) as [Cause, readonly string[]][]).flatMap(([cause, codes]) =>
    codes.map((code): [string, Cause] => [code, cause]),
  ),
);

/** What an answer without a body means: the answer to a HEAD. */
const CAUSE_OF_BARE_STATUS = new Map<number, Cause>([
  [401, "access-denied"],
  [403, "access-denied"],
  [404, "no-such-key"],
  [405, "not-supported"],
]);

/** Reads a store's answer; nothing of its text leaves this function. */
export function diagnose(answer: StoreAnswer): Cause {
  const { status, headers, body } = answer;
  if (status >= 200 && status < 300) return "ok";
  const text = new TextDecoder().decode(body);
  // MinIO names the code in a header where HEAD leaves no room for a body.
  const code = codeIn(text) ?? headers["x-minio-error-code"];
  const namesRegion = headers["x-amz-bucket-region"] !== undefined;

  if (status >= 300 && status < 400) {
    return namesRegion || causeOf(code, text) === "wrong-region" ? "wrong-region" : "redirected";
  }
  const cause = causeOf(code, text);
  if (cause) return cause;
  if (status === 501) return "not-supported";
  if (status >= 500 || status === 429 || status === 408) return "unavailable";
  if (body.length > 0 || code !== undefined) return "unreadable";
  if (status === 400 && namesRegion) return "wrong-region";
  return CAUSE_OF_BARE_STATUS.get(status) ?? "unreadable";
}

function causeOf(code: string | undefined, text: string): Cause | undefined {
  if (code === undefined) return undefined;
  if (code === "AccessDenied") {
    if (/<HeadersNotSigned>|headers present in the request which were not signed/i.test(text)) {
      return "unsigned-header";
    }
    // Grants are signed just before they are spent, so an expired one means that the clocks differ.
    if (/request has expired|request is not (yet valid|valid yet)/i.test(text)) return "clock-skew";
  }
  if (code === "AuthorizationQueryParametersError") {
    return /<Region>|region[^<]* is wrong/i.test(text) ? "wrong-region" : "not-supported";
  }
  return CAUSE_OF_CODE.get(code);
}

function codeIn(text: string): string | undefined {
  return /<Error[\s>][\s\S]*?<Code>\s*([A-Za-z0-9.]{1,80})\s*<\/Code>/.exec(text)?.[1];
}
