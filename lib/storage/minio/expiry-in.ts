import type { StoreAnswer } from "../room.ts";

/** How Ceph's gateway numbers its answers. */
const CEPH_REQUEST_ID = /^tx[0-9a-f]{18,24}-[0-9a-f]{10}-/;

/**
 * When a lifecycle rule will delete the object. What Ceph announces of an object with a version is when old versions
 * would go, and of its own end it says nothing there (16.2, measured 2026-11-24).
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html#API_HeadObject_ResponseSyntax
 */
export function expiryIn({ headers }: StoreAnswer): string | undefined {
  const ofOldVersions =
    headers["x-amz-version-id"] !== undefined && CEPH_REQUEST_ID.test(headers["x-amz-request-id"] ?? "");
  return ofOldVersions ? undefined : headers["x-amz-expiration"];
}
