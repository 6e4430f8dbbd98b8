import { type CodeTable, causeOfStatus, causesByCode, xmlErrorCode } from "../error-codes.ts";
import type { Cause, StoreAnswer } from "../room.ts";

/**
 * What the XML API's error codes mean. Only the code is read: Google has reworded messages (in 2026 the message of
 * `ExpiredToken` became "Invalid argument."). A code that stands nowhere is unreadable.
 * https://cloud.google.com/storage/docs/xml-api/reference-status
 */
const CODES: CodeTable = {
  "wrong-key-id": ["InvalidAccessKeyId", "InvalidSecurity", "NotSignedUp"],
  "disabled-key": ["AccountProblem", "UserAccountProblem", "UserProjectAccountProblem"],
  "wrong-secret": ["SignatureDoesNotMatch"],
  "no-such-bucket": ["NoSuchBucket", "InvalidBucketName"],
  "no-such-key": ["NoSuchKey", "NoSuchVersion", "NoSuchUpload"],
  "bad-parts": ["EntityTooSmall", "InvalidPart", "InvalidPartOrder", "MalformedXML"],
  "object-exists": ["PreconditionFailed"],
  "access-denied": [
    "AccessDenied",
    "AuthenticationRequired",
    "Forbidden",
    "UserProjectAccessDenied",
    "UserProjectInvalid",
    "UserProjectMissing",
  ],
  "kms-denied": [
    "CloudKmsBadKey",
    "CloudKmsDecryptionKeyNotFound",
    "CloudKmsDisabledKey",
    "CloudKmsEncryptionKeyNotFound",
    "CloudKmsKeyLocationNotAllowed",
  ],
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

const CAUSE_OF_CODE = causesByCode(CODES);

/** Reads Cloud Storage's answer; nothing of its text leaves this function. */
export function diagnose({ status, body }: StoreAnswer): Cause {
  if (status >= 200 && status < 300) return "ok";
  const code = xmlErrorCode(new TextDecoder().decode(body));
  const cause = code === undefined ? undefined : CAUSE_OF_CODE.get(code);
  if (status >= 300 && status < 400) return "redirected";
  if (cause) return cause;
  return causeOfStatus(status, { silent: body.length === 0 });
}
