import type { Need } from "../../room.ts";
import { BUCKET_READS } from "./actions.ts";
import type { Statement } from "./policy.ts";
import { type Grantee, listStatement, objectStatement, type Scope, statement } from "./statements.ts";

const OBJECT_NEEDS = {
  read: "s3:GetObject",
  write: "s3:PutObject",
  multipart: "s3:PutObject",
  delete: "s3:DeleteObject",
  abort: "s3:AbortMultipartUpload",
} as const satisfies Partial<Record<Need, string>>;

/** The one statement that is missing when a store refuses one need. */
export function needStatement(need: Need, scope: Scope, grantee: Grantee = {}): Statement {
  const sid = `WandB${need.charAt(0).toUpperCase()}${need.slice(1)}`;
  if (need === "list") return listStatement(sid, ["s3:ListBucket"], scope, grantee);
  if (need === "settings") return statement(sid, [...BUCKET_READS], scope.bucketArn, grantee);
  return objectStatement(sid, [OBJECT_NEEDS[need]], scope, grantee);
}
