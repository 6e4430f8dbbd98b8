import { type CodeTable, causeOfStatus, causesByCode, wantsHttps, xmlErrorCode } from "../error-codes.ts";
import type { Cause, StoreAnswer } from "../room.ts";

/**
 * What error codes mean: S3's own, and where they differ MinIO's (`XMinio…`, `InvalidTokenId`), Ceph's (`UserSuspended`,
 * `QuotaExceeded`) and R2's and Miniflare's (`Unauthorized`, `ExpiredRequest`). A code that stands nowhere is unreadable.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const CODES: CodeTable = {
  "wrong-key-id": [
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSecurity",
    "NotSignedUp",
    "Unauthorized",
  ],
  "disabled-key": ["AccountProblem", "AllAccessDisabled", "UserSuspended"],
  "wrong-secret": ["SignatureDoesNotMatch"],
  "expired-credentials": ["ExpiredToken", "InvalidToken", "InvalidTokenId", "TokenRefreshRequired"],
  "no-such-bucket": ["NoSuchBucket", "InvalidBucketName"],
  "no-such-key": ["NoSuchKey", "NoSuchVersion", "NoSuchUpload"],
  "bad-parts": ["EntityTooSmall", "InvalidPart", "InvalidPartOrder", "MalformedXML"],
  "object-exists": ["PreconditionFailed"],
  "access-denied": ["AccessDenied", "InvalidPayer"],
  "kms-denied": [
    "KMS.DisabledException",
    "KMS.InvalidKeyUsageException",
    "KMS.KMSInvalidStateException",
    "KMS.NotFoundException",
    "KMSKeyDisabledException",
    "XMinioKMSKeyNotFound",
  ],
  "wrong-region": [
    "AuthorizationHeaderMalformed",
    "IllegalLocationConstraintException",
    "IncorrectEndpoint",
    "InvalidRegion",
    "PermanentRedirect",
  ],
  // Alibaba's OSS, Tencent's COS and Volcano's TOS take the bucket in the host alone.
  "wrong-addressing": ["InvalidPathAccess", "PathStyleDomainForbidden", "SecondLevelDomainForbidden"],
  "clock-skew": ["RequestTimeTooSkewed", "ExpiredRequest"],
  "not-supported": [
    "InvalidArgument",
    "InvalidRequest",
    "InvalidObjectState",
    "MethodNotAllowed",
    "NotImplemented",
  ],
  unavailable: [
    "ConditionalRequestConflict",
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

const CAUSE_OF_CODE = causesByCode(CODES);

/** Reads a store's answer; nothing of its text leaves this function. */
export function diagnose(answer: StoreAnswer): Cause {
  const { status, headers, body } = answer;
  if (status >= 200 && status < 300) return "ok";
  const text = new TextDecoder().decode(body);
  // MinIO names the code in a header where HEAD leaves no room for a body.
  const code = xmlErrorCode(text) ?? headers["x-minio-error-code"];
  const namesRegion = headers["x-amz-bucket-region"] !== undefined;

  if (status >= 300 && status < 400) {
    return namesRegion || causeOf(code, text) === "wrong-region" ? "wrong-region" : "redirected";
  }
  const cause = causeOf(code, text);
  if (cause) return cause;
  if (status === 400 && wantsHttps(text)) return "https-wanted";
  const silent = body.length === 0 && code === undefined;
  return silent && status === 400 && namesRegion ? "wrong-region" : causeOfStatus(status, { silent });
}

function causeOf(code: string | undefined, text: string): Cause | undefined {
  if (code === undefined) return undefined;
  if (code === "AccessDenied") {
    if (/<HeadersNotSigned>|headers present in the request which were not signed/i.test(text)) {
      return "unsigned-header";
    }
    // "User … is not authorized to perform: kms:GenerateDataKey on resource …"
    if (/\bkms:[A-Z]/.test(text)) return "kms-denied";
    // Grants are signed just before they are spent, so an expired one means that the clocks differ.
    if (/request has expired|request is not (yet valid|valid yet)/i.test(text)) return "clock-skew";
  }
  if (code === "AuthorizationQueryParametersError") {
    return /<Region>|region[^<]* is wrong/i.test(text) ? "wrong-region" : "not-supported";
  }
  if (code === "InvalidAccessKeyId") {
    // MinIO has one code for a key that it does not know and for one that is switched off.
    if (/\bdisabled\b/i.test(text)) return "disabled-key";
    // Ceph says so of an encryption key that it cannot get (16.2, 2026-11-24).
    if (/\bkms-keyid:/.test(text)) return "kms-denied";
  }
  return CAUSE_OF_CODE.get(code);
}
