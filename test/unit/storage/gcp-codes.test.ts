import { expect, test } from "vitest";
import { diagnose } from "../../../lib/storage/gcp/codes.ts";
import type { Cause } from "../../../lib/storage/room.ts";

const xml = (code: string, message = "words of the store", more = "") =>
  `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`;

const causeOf = (status: number, body = "") =>
  diagnose({ status, headers: {}, body: new TextEncoder().encode(body) });

const answers: [what: string, status: number, body: string, Cause][] = [
  ["an unknown HMAC key", 403, xml("InvalidSecurity"), "wrong-key-id"],
  ["an unknown HMAC key, in S3's words", 403, xml("InvalidAccessKeyId"), "wrong-key-id"],
  [
    "a wrong signature, as worded in 2026",
    403,
    xml("SignatureDoesNotMatch", "Access denied.", "<StringToSign>GOOG4-RSA-SHA256\n…</StringToSign>"),
    "wrong-secret",
  ],
  ["a missing bucket", 404, xml("NoSuchBucket"), "no-such-bucket"],
  ["a missing object", 404, xml("NoSuchKey"), "no-such-key"],
  ["a missing permission", 403, xml("AccessDenied"), "access-denied"],
  ["a stranger", 401, xml("AuthenticationRequired"), "access-denied"],
  ["a disabled KMS key", 400, xml("CloudKmsDisabledKey"), "kms-denied"],
  ["a bucket whose requester pays", 400, xml("UserProjectMissing"), "access-denied"],
  ["a project without a bill payer", 403, xml("AccountProblem"), "disabled-key"],
  ["a grant that is already over", 400, xml("ExpiredToken", "The provided token has expired."), "clock-skew"],
  [
    "a grant that is already over, as worded in 2026",
    400,
    xml("ExpiredToken", "Invalid argument."),
    "clock-skew",
  ],
  ["clocks apart", 403, xml("RequestTimeTooSkewed"), "clock-skew"],
  ["a signed header that did not arrive", 400, xml("MalformedSecurityHeader"), "not-supported"],
  ["an operation that the store lacks", 501, xml("NotImplemented"), "not-supported"],
  ["an unnamed operation that the store lacks", 501, "", "not-supported"],
  ["throttling", 429, xml("SlowDown"), "unavailable"],
  ["throttling by status", 429, "", "unavailable"],
  ["a proxy's page for a store that is down", 502, "<html><body>Bad gateway</body></html>", "unavailable"],
  ["a redirect to somewhere", 302, "", "redirected"],
  ["a bucket that is reached elsewhere", 301, xml("PermanentRedirect"), "redirected"],
  ["a web server's page instead of XML", 403, "<!DOCTYPE html><title>Forbidden</title>", "unreadable"],
  ["JSON instead of XML", 403, '{"error":{"code":403}}', "unreadable"],
  ["a code that nobody knows", 400, xml("SomethingNew"), "unreadable"],
  ["a HEAD of a missing object", 404, "", "no-such-key"],
  ["a HEAD without permission", 403, "", "access-denied"],
  ["a HEAD that says nothing", 400, "", "unreadable"],
  ["success", 204, "", "ok"],
  ["an object that looks like an error", 200, xml("NoSuchKey"), "ok"],
];

test.each(answers)("%s (%i)", (_what, status, body, cause) => {
  expect(causeOf(status, body)).toBe(cause);
});
