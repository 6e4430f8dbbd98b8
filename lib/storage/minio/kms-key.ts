import { kmsKeyProblem } from "../s3/kms-key.ts";

/** The key stores behind MinIO and Ceph have names of their own making. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,255}$/;

/** Says what is wrong with a key's name for an S3-compatible store; undefined when nothing is. */
export function minioKmsKeyProblem(kmsKeyId: string): string | undefined {
  return PLAIN.test(kmsKeyId) ? undefined : kmsKeyProblem(kmsKeyId);
}
