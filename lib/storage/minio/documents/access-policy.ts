import { type Policy, policyOf, type Statement } from "../../s3/documents/policy.ts";
import { bucketArn } from "../../s3/documents/policy-text.ts";
import { documentedStatement, type Grantee, narrowStatements } from "../../s3/documents/statements.ts";

/** A policy for one access key of an S3-compatible store, in AWS's language, which those stores share. */
export interface AccessPolicyRequest {
  bucketName: string;
  /** Empty, or ending in a slash. */
  root: string;
  strict: boolean;
}

/** What is attached to the key's user. https://min.io/docs/minio/linux/administration/identity-access-management/policy-based-access-control.html */
export function accessPolicy(request: AccessPolicyRequest): Policy {
  return policyOf(statementsFor(request, {}));
}

/**
 * The same as a bucket policy, for a store whose users have no policies of their own: Ceph's gateway. It answers 400 to
 * `s3:GetEncryptionConfiguration` (16.2), so that action is left out: reading how a bucket
 * encrypts is a bonus. https://docs.ceph.com/en/latest/radosgw/bucketpolicy/
 */
export function cephBucketPolicy(request: AccessPolicyRequest & { userId: string }): Policy {
  const principal = { AWS: `arn:aws:iam:::user/${request.userId}` };
  return policyOf(statementsFor(request, { principal }).map(withoutEncryptionReads));
}

function statementsFor({ bucketName, root, strict }: AccessPolicyRequest, grantee: Grantee): Statement[] {
  const arn = bucketArn(bucketName);
  return strict
    ? narrowStatements({ bucketArn: arn, root }, grantee)
    : [documentedStatement("WAndBAccountAccess", arn, grantee)];
}

function withoutEncryptionReads(statement: Statement): Statement {
  const actions = [statement.Action].flat();
  return { ...statement, Action: actions.filter((action) => action !== "s3:GetEncryptionConfiguration") };
}
