import { expect, test } from "vitest";
import type { Cause } from "../../../lib/storage/room.ts";
import { diagnose } from "../../../lib/storage/s3/codes.ts";

const xml = (code: string, message = "words of the store", more = "") =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${more}<RequestId>1</RequestId></Error>`;

const causeOf = (status: number, body = "", headers: Record<string, string> = {}) =>
  diagnose({ status, headers, body: new TextEncoder().encode(body) });

const answers: [what: string, status: number, body: string, Cause][] = [
  ["an unknown access key", 403, xml("InvalidAccessKeyId"), "wrong-key-id"],
  ["R2's and Miniflare's unknown access key", 401, xml("Unauthorized"), "wrong-key-id"],
  ["a wrong secret", 403, xml("SignatureDoesNotMatch"), "wrong-secret"],
  ["a session that ended", 400, xml("ExpiredToken"), "expired-credentials"],
  ["MinIO's bad session token", 403, xml("InvalidTokenId"), "expired-credentials"],
  ["a missing bucket", 404, xml("NoSuchBucket"), "no-such-bucket"],
  ["a missing object", 404, xml("NoSuchKey"), "no-such-key"],
  ["a missing permission", 403, xml("AccessDenied"), "access-denied"],
  ["Ceph's suspended user", 403, xml("UserSuspended"), "disabled-key"],
  ["a disabled KMS key", 400, xml("KMS.DisabledException"), "kms-denied"],
  [
    "AWS's word for an unsigned header",
    403,
    xml(
      "AccessDenied",
      "There were headers present in the request which were not signed",
      "<HeadersNotSigned>x-amz-copy-source</HeadersNotSigned>",
    ),
    "unsigned-header",
  ],
  [
    "MinIO's word for an unsigned header",
    400,
    xml("AccessDenied", "There were headers present in the request which were not signed"),
    "unsigned-header",
  ],
  ["a grant that is already over", 403, xml("AccessDenied", "Request has expired"), "clock-skew"],
  ["Miniflare's grant that is already over", 403, xml("ExpiredRequest"), "clock-skew"],
  ["a grant from the future", 403, xml("AccessDenied", "Request is not yet valid"), "clock-skew"],
  ["MinIO's grant from the future", 403, xml("AccessDenied", "Request is not valid yet"), "clock-skew"],
  ["clocks apart", 403, xml("RequestTimeTooSkewed"), "clock-skew"],
  ["a bucket of another region", 301, xml("PermanentRedirect"), "wrong-region"],
  ["a signature of another region", 400, xml("AuthorizationHeaderMalformed"), "wrong-region"],
  [
    "a pre-signed URL of another region",
    400,
    xml("AuthorizationQueryParametersError", "Error parsing it", "<Region>eu-west-1</Region>"),
    "wrong-region",
  ],
  [
    "MinIO's pre-signed URL of another region",
    400,
    xml(
      "AuthorizationQueryParametersError",
      "Error parsing the X-Amz-Credential parameter; the region is wrong;",
    ),
    "wrong-region",
  ],
  ["a query that the store cannot take", 400, xml("AuthorizationQueryParametersError"), "not-supported"],
  ["a redirect to somewhere", 302, "", "redirected"],
  ["an operation that the store lacks", 501, xml("NotImplemented"), "not-supported"],
  ["an unnamed operation that the store lacks", 501, "", "not-supported"],
  ["throttling", 503, xml("SlowDown"), "unavailable"],
  ["throttling by status", 429, "", "unavailable"],
  ["a proxy's page for a store that is down", 502, "<html><body>Bad gateway</body></html>", "unavailable"],
  ["a code that nobody knows, of a broken store", 500, xml("UnknownError"), "unavailable"],
  ["Ceph's full quota", 403, xml("QuotaExceeded"), "unavailable"],
  [
    "a web server's page instead of XML",
    403,
    "<!DOCTYPE html><html><title>Forbidden</title></html>",
    "unreadable",
  ],
  ["a web server's 404", 404, "<html><h1>Not Found</h1></html>", "unreadable"],
  ["plain text", 403, "Forbidden", "unreadable"],
  ["a code that nobody knows", 400, xml("SomethingNew"), "unreadable"],
  ["bytes that are no text", 400, "\u0000\uFFFD<Error><Code>", "unreadable"],
  ["a HEAD of a missing object", 404, "", "no-such-key"],
  ["a HEAD without permission", 403, "", "access-denied"],
  ["a HEAD that says nothing", 400, "", "unreadable"],
  ["success", 204, "", "ok"],
  ["an object that looks like an error", 200, xml("NoSuchKey"), "ok"],
];

test.each(answers)("%s (%i)", (_what, status, body, cause) => {
  expect(causeOf(status, body)).toBe(cause);
});

test("a redirect or a bare 400 that names the bucket's region is the wrong region", () => {
  const headers = { "x-amz-bucket-region": "eu-west-1" };
  expect(causeOf(307, "", headers)).toBe("wrong-region");
  expect(causeOf(301, "", headers)).toBe("wrong-region");
  expect(causeOf(400, "", headers)).toBe("wrong-region");
  expect(causeOf(403, "", headers)).toBe("access-denied");
});

test("MinIO's header names the code where HEAD has no body", () => {
  expect(causeOf(404, "", { "x-minio-error-code": "NoSuchBucket" })).toBe("no-such-bucket");
});
