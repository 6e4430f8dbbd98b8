import type { Need } from "../../room.ts";
import type { Statement } from "./policy.ts";
import { type Grantee, listStatement, objectStatement, type Scope, statement } from "./statements.ts";

const OBJECT_NEEDS = {
  read: "s3:GetObject",
  write: "s3:PutObject",
  multipart: "s3:PutObject",
  delete: "s3:DeleteObject",
  abort: "s3:AbortMultipartUpload",
} as const satisfies Partial<Record<Need, string>>;

/** What the checks read of the bucket's settings. Ceph would refuse a policy with an action that it does not know. */
const SETTINGS_READ = ["s3:GetBucketCORS", "s3:GetBucketVersioning"];

/** The one statement that is missing when a store refuses one need. */
export function needStatement(need: Need, scope: Scope, grantee: Grantee = {}): Statement {
  const sid = `WandB${need.charAt(0).toUpperCase()}${need.slice(1)}`;
  if (need === "list") return listStatement(sid, ["s3:ListBucket"], scope, grantee);
  if (need === "settings") return statement(sid, SETTINGS_READ, scope.bucketArn, grantee);
  return objectStatement(sid, [OBJECT_NEEDS[need]], scope, grantee);
}
