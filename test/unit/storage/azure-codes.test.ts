import { expect, test } from "vitest";
import { diagnose } from "../../../lib/storage/azure/codes.ts";
import type { Cause } from "../../../lib/storage/room.ts";

const xml = (code: string, detail = "", message = "words of the store") =>
  `\uFEFF<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}\nRequestId:1</Message>${detail}</Error>`;

const causeOf = (status: number, body = "", headers: Record<string, string> = {}) =>
  diagnose({ status, headers, body: new TextEncoder().encode(body) });

const detail = (text: string) => `<AuthenticationErrorDetail>${text}</AuthenticationErrorDetail>`;
const azuriteWords =
  "Server failed to authenticate the request. Make sure the value of the Authorization header is formed correctly including the signature.";

const answers: [what: string, status: number, body: string, Cause][] = [
  [
    "a wrong key",
    403,
    xml("AuthenticationFailed", detail("Signature did not match. String to sign used was r")),
    "wrong-secret",
  ],
  ["Azurite's wrong key", 403, xml("AuthorizationFailure", "", azuriteWords), "wrong-secret"],
  [
    "a grant that is already over",
    403,
    xml(
      "AuthenticationFailed",
      detail("Signature not valid in the specified time frame: Start [a] - Expiry [b] - Current [c]"),
    ),
    "clock-skew",
  ],
  [
    "a grant without a start that is already over",
    403,
    xml("AuthenticationFailed", detail("Signed expiry time [a] must be after signed start time [b]")),
    "clock-skew",
  ],
  ["a missing role", 403, xml("AuthorizationPermissionMismatch"), "access-denied"],
  [
    "a firewall",
    403,
    xml("AuthorizationFailure", "", "This request is not authorized to perform this operation."),
    "access-denied",
  ],
  ["an account that takes no account keys", 403, xml("KeyBasedAuthenticationNotPermitted"), "disabled-key"],
  ["an account without public access", 409, xml("PublicAccessNotPermitted"), "access-denied"],
  ["no SAS at all", 401, xml("NoAuthenticationInformation"), "access-denied"],
  ["a disabled account", 403, xml("AccountIsDisabled"), "disabled-key"],
  ["a replaced blob under a create-only SAS", 403, xml("UnauthorizedBlobOverwrite"), "access-denied"],
  ["a missing container", 404, xml("ContainerNotFound"), "no-such-bucket"],
  ["a container on its way out", 409, xml("ContainerBeingDeleted"), "no-such-bucket"],
  ["a missing blob", 404, xml("BlobNotFound"), "no-such-key"],
  ["an account that an emulator lacks", 404, xml("ResourceNotFound"), "no-such-key"],
  ["a page blob", 409, xml("InvalidBlobType"), "not-supported"],
  ["throttling", 503, xml("ServerBusy"), "unavailable"],
  ["an operation that took too long", 500, xml("OperationTimedOut"), "unavailable"],
  ["a proxy's page for a store that is down", 502, "<html>Bad gateway</html>", "unavailable"],
  ["throttling by status", 429, "", "unavailable"],
  ["an operation that the store lacks", 501, "", "not-supported"],
  ["a redirect", 307, "", "redirected"],
  ["a web server's page", 403, "<!DOCTYPE html><title>Forbidden</title>", "unreadable"],
  ["a code that nobody knows", 400, xml("SomethingNew"), "unreadable"],
  ["a HEAD that says nothing", 400, "", "unreadable"],
  ["a HEAD without permission", 403, "", "access-denied"],
  ["success", 201, "", "ok"],
  ["a blob that looks like an error", 200, xml("BlobNotFound"), "ok"],
];

test.each(answers)("%s (%i)", (_what, status, body, cause) => {
  expect(causeOf(status, body)).toBe(cause);
});

test("the header names the code where HEAD has no body", () => {
  expect(causeOf(404, "", { "x-ms-error-code": "ContainerNotFound" })).toBe("no-such-bucket");
  expect(causeOf(404, "", { "x-ms-error-code": "BlobNotFound" })).toBe("no-such-key");
  expect(causeOf(400, "", { "x-ms-error-code": "SomethingNew" })).toBe("unreadable");
});
