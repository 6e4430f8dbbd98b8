import type { Bucket } from "../bucket.ts";
import { s3apiCommand } from "../s3/documents/cli.ts";

/**
 * AWS's block of public access is no way out here: MinIO has none, and Ceph's then refuses every upload and serves what
 * a policy made public all the same (16.2, measured 2026-11-24).
 * https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-acl.html
 */
export function closeToPublic({ name, region, endpoint }: Bucket): string {
  const close = s3apiCommand({ bucketName: name, region, endpoint }, "put-bucket-acl", "--acl private");
  return `Take the statements for everyone (Principal "*") out of the bucket's policy and public grants out of its objects' ACLs, and make the bucket's own ACL private: ${close}`;
}
