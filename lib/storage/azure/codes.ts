import type { Cause, StoreAnswer } from "../room.ts";

/**
 * What error codes mean. A code that stands nowhere is unreadable.
 * https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes and …/blob-service-error-codes
 */
const CODES: Partial<Record<Cause, readonly string[]>> = {
  "wrong-secret": ["AuthenticationFailed", "InvalidAuthenticationInfo"],
  // An account that does not exist has no host: nothing answers for it, but an emulator (ResourceNotFound).
  "no-such-bucket": ["ContainerBeingDeleted", "ContainerNotFound", "InvalidResourceName"],
  "no-such-key": ["BlobNotFound", "ResourceNotFound"],
  "access-denied": [
    "AccountIsDisabled",
    "AuthorizationFailure",
    "AuthorizationPermissionMismatch",
    "AuthorizationProtocolMismatch",
    "AuthorizationResourceTypeMismatch",
    "AuthorizationServiceMismatch",
    "AuthorizationSourceIPMismatch",
    "BlobImmutableDueToPolicy",
    "ContainerDisabled",
    "InsufficientAccountPermissions",
    "KeyBasedAuthenticationNotPermitted",
    "KeyVaultAccessTokenCannotBeAcquired",
    "KeyVaultEncryptionKeyNotFound",
    "KeyVaultVaultNotFound",
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

const CAUSE_OF_CODE = new Map(
  (Object.entries(CODES) as [Cause, readonly string[]][]).flatMap(([cause, codes]) =>
    codes.map((code): [string, Cause] => [code, cause]),
  ),
);

/** What an answer that names no code and has no body means: what stands in front of Azure answered a HEAD. */
const CAUSE_OF_BARE_STATUS = new Map<number, Cause>([
  [401, "access-denied"],
  [403, "access-denied"],
  [404, "no-such-key"],
  [405, "not-supported"],
]);

/** Reads Azure's answer; nothing of its text leaves this function. */
export function diagnose({ status, headers, body }: StoreAnswer): Cause {
  if (status >= 200 && status < 300) return "ok";
  if (status >= 300 && status < 400) return "redirected";
  const text = new TextDecoder().decode(body);
  const code = headers["x-ms-error-code"] ?? codeIn(text);
  const cause = code === undefined ? undefined : causeOf(code, text);
  if (cause) return cause;
  if (status === 501) return "not-supported";
  if (status >= 500 || status === 429 || status === 408) return "unavailable";
  if (body.length > 0 || code !== undefined) return "unreadable";
  return CAUSE_OF_BARE_STATUS.get(status) ?? "unreadable";
}

function causeOf(code: string, text: string): Cause | undefined {
  // Azure has one code for a bad signature and for one out of its time. Grants are signed just before they are
  // spent, so the latter means that the clocks differ.
  if (code === "AuthenticationFailed" && /time frame|expiry time|start time/i.test(text)) return "clock-skew";
  // Azurite's code for both; Azure says "not authorized to perform this operation" with it.
  if (code === "AuthorizationFailure" && text.includes("failed to authenticate")) return "wrong-secret";
  return CAUSE_OF_CODE.get(code);
}

function codeIn(text: string): string | undefined {
  return /<Error[\s>][\s\S]*?<Code>\s*([A-Za-z0-9]{1,80})\s*<\/Code>/.exec(text)?.[1];
}
