import { BUCKET_READS, DOCUMENTED_ACTIONS, LIST_ACTIONS, OBJECT_ACTIONS, UPLOAD_LIST } from "./actions.ts";
import { allOf, type Condition, type PolicyPrincipal, type Statement } from "./policy.ts";
import { literalPattern } from "./policy-text.ts";

/** Who is let in, and when. Without a principal it is the policy of whoever it is attached to. */
export interface Grantee {
  principal?: PolicyPrincipal;
  condition?: Condition | undefined;
}

/** A part of a bucket. */
export interface Scope {
  /** As `bucketArn` gives it. */
  bucketArn: string;
  /** The prefix that is let into, ending in a slash; empty for the whole bucket. */
  root: string;
}

/** W&B's own statement: the 11 actions on the bucket and everything in it. */
export function documentedStatement(sid: string, arn: string, grantee: Grantee): Statement {
  return statement(sid, [...DOCUMENTED_ACTIONS], [arn, `${arn}/*`], grantee);
}

/** The same 11 actions, each only where S3 asks for it: objects and lists under the root, reads of the bucket. */
export function narrowStatements(scope: Scope, grantee: Grantee): Statement[] {
  return [
    objectStatement("WandBObjects", [...OBJECT_ACTIONS], scope, grantee),
    listStatement("WandBLists", [...LIST_ACTIONS], scope, grantee),
    statement("WandBBucketReads", [...BUCKET_READS, UPLOAD_LIST], scope.bucketArn, grantee),
  ];
}

/** Actions on the objects under a root. */
export function objectStatement(sid: string, actions: string[], scope: Scope, grantee: Grantee): Statement {
  return statement(sid, actions, `${scope.bucketArn}/${literalPattern(scope.root)}*`, grantee);
}

/** Lists of a bucket, limited to its root. https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html */
export function listStatement(sid: string, actions: string[], scope: Scope, grantee: Grantee): Statement {
  const under =
    scope.root === "" ? undefined : { StringLike: { "s3:prefix": `${literalPattern(scope.root)}*` } };
  const condition = allOf(grantee.condition, under);
  return statement(sid, actions, scope.bucketArn, { ...grantee, condition });
}

/** One statement that allows. */
export function statement(
  sid: string,
  actions: string | string[],
  resource: string | string[],
  { principal, condition }: Grantee,
): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    ...(principal === undefined ? {} : { Principal: principal }),
    Action: actions,
    Resource: resource,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}
