import { type CodeTable, causeOfStatus, causesByCode, xmlErrorCode } from "../error-codes.ts";
import type { Cause, StoreAnswer } from "../room.ts";

/**
 * What error codes mean. A code that stands nowhere is unreadable.
 * https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes and …/blob-service-error-codes
 */
const CODES: CodeTable = {
  "disabled-key": ["AccountIsDisabled", "KeyBasedAuthenticationNotPermitted"],
  "kms-denied": [
    "KeyVaultAccessTokenCannotBeAcquired",
    "KeyVaultEncryptionKeyNotFound",
    "KeyVaultVaultNotFound",
  ],
  "wrong-secret": ["AuthenticationFailed", "InvalidAuthenticationInfo"],
  // An account that does not exist has no host: nothing answers for it, but an emulator (ResourceNotFound).
  "no-such-bucket": ["ContainerBeingDeleted", "ContainerNotFound", "InvalidResourceName"],
  "no-such-key": ["BlobNotFound", "ResourceNotFound"],
  "bad-parts": ["InvalidBlockId", "InvalidBlockList", "InvalidXmlDocument"],
  "object-exists": ["BlobAlreadyExists"],
  "access-denied": [
    "AuthorizationFailure",
    "AuthorizationPermissionMismatch",
    "AuthorizationProtocolMismatch",
    "AuthorizationResourceTypeMismatch",
    "AuthorizationServiceMismatch",
    "AuthorizationSourceIPMismatch",
    "BlobImmutableDueToPolicy",
    "ContainerDisabled",
    "InsufficientAccountPermissions",
    "LeaseIdMissing",
    "NoAuthenticationInformation",
    "PublicAccessNotPermitted",
    "UnauthorizedBlobOverwrite",
  ],
  "not-supported": [
    "BlobAccessTierNotSupportedForAccountType",
    "FeatureVersionMismatch",
    "InvalidBlobType",
    "InvalidHeaderValue",
    "InvalidHttpVerb",
    "InvalidInput",
    "InvalidQueryParameterValue",
    "InvalidUri",
    "MissingRequiredHeader",
    "NotImplemented",
    "UnsupportedHeader",
    "UnsupportedHttpVerb",
    "UnsupportedQueryParameter",
  ],
  unavailable: ["AccountBeingCreated", "InternalError", "OperationTimedOut", "ServerBusy", "SystemInUse"],
};

const CAUSE_OF_CODE = causesByCode(CODES);

/** Reads Azure's answer; nothing of its text leaves this function. */
export function diagnose({ status, headers, body }: StoreAnswer): Cause {
  if (status >= 200 && status < 300) return "ok";
  if (status >= 300 && status < 400) return "redirected";
  const text = new TextDecoder().decode(body);
  const code = headers["x-ms-error-code"] ?? xmlErrorCode(text);
  const cause = code === undefined ? undefined : causeOf(code, text);
  if (cause) return cause;
  return causeOfStatus(status, { silent: body.length === 0 && code === undefined });
}

function causeOf(code: string, text: string): Cause | undefined {
  // Azure has one code for a bad signature and for one out of its time. Grants are signed just before they are
  // spent, so the latter means that the clocks differ.
  if (code === "AuthenticationFailed" && /time frame|expiry time|start time/i.test(text)) return "clock-skew";
  // Azurite's code for both; Azure says "not authorized to perform this operation" with it.
  if (code === "AuthorizationFailure" && text.includes("failed to authenticate")) return "wrong-secret";
  return CAUSE_OF_CODE.get(code);
}
