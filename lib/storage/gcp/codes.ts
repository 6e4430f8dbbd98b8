import type { Cause, StoreAnswer } from "../room.ts";

/**
 * What the XML API's error codes mean. Only the code is read: Google has reworded messages (in 2026 the message of
 * `ExpiredToken` became "Invalid argument."). A code that stands nowhere is unreadable.
 * https://cloud.google.com/storage/docs/xml-api/reference-status
 */
const CODES: Partial<Record<Cause, readonly string[]>> = {
  "wrong-key-id": ["InvalidAccessKeyId", "InvalidSecurity", "NotSignedUp"],
  "wrong-secret": ["SignatureDoesNotMatch"],
  "no-such-bucket": ["NoSuchBucket", "InvalidBucketName"],
  "no-such-key": ["NoSuchKey", "NoSuchVersion", "NoSuchUpload"],
  "access-denied": [
    "AccessDenied",
    "AccountProblem",
    "AuthenticationRequired",
    "CloudKmsBadKey",
    "CloudKmsDecryptionKeyNotFound",
    "CloudKmsDisabledKey",
    "CloudKmsEncryptionKeyNotFound",
    "CloudKmsKeyLocationNotAllowed",
    "Forbidden",
    "UserAccountProblem",
    "UserProjectAccessDenied",
    "UserProjectAccountProblem",
    "UserProjectInvalid",
    "UserProjectMissing",
  ],
  "wrong-region": ["PermanentRedirect"],
  // Nothing that signs here expires but the URL itself, which is spent as soon as it is signed: the clocks differ.
  "clock-skew": ["ExpiredToken", "RequestTimeTooSkewed"],
  "not-supported": [
    "InvalidArgument",
    "InvalidQueryParameterValue",
    "MalformedHeaderValue",
    "MalformedSecurityHeader",
    "MethodNotAllowed",
    "NotImplemented",
  ],
  unavailable: [
    "InternalError",
    "OperationAborted",
    "RateLimitExceeded",
    "RequestTimeout",
    "ServiceUnavailable",
    "SlowDown",
    "TooManyRequests",
    "UploadTimeout",
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

/** Reads Cloud Storage's answer; nothing of its text leaves this function. */
export function diagnose({ status, body }: StoreAnswer): Cause {
  if (status >= 200 && status < 300) return "ok";
  const code = codeIn(new TextDecoder().decode(body));
  const cause = code === undefined ? undefined : CAUSE_OF_CODE.get(code);
  if (status >= 300 && status < 400) return cause === "wrong-region" ? "wrong-region" : "redirected";
  if (cause) return cause;
  if (status === 501) return "not-supported";
  if (status >= 500 || status === 429 || status === 408) return "unavailable";
  if (body.length > 0) return "unreadable";
  return CAUSE_OF_BARE_STATUS.get(status) ?? "unreadable";
}

function codeIn(text: string): string | undefined {
  return /<Error[\s>][\s\S]*?<Code>\s*([A-Za-z0-9.]{1,80})\s*<\/Code>/.exec(text)?.[1];
}
