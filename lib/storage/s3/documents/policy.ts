/** Operator → key → values, all of which must hold. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Who is let in; CoreWeave writes `CW` where AWS writes `AWS`. */
export type PolicyPrincipal = Readonly<Record<string, string>>;

/** A statement of a policy in AWS's language, which the S3 family shares. */
export interface Statement {
  Sid?: string;
  Effect: "Allow";
  Principal?: PolicyPrincipal;
  Action: string | string[];
  Resource: string | string[];
  Condition?: Condition;
}

export interface Policy {
  Version: "2012-10-17";
  Id?: string;
  Statement: Statement[];
}

/** The Id of W&B's own document. */
export const POLICY_ID = "WandBAccess";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html */
export function policyOf(statements: Statement[], id?: string): Policy {
  return { Version: "2012-10-17", ...(id === undefined ? {} : { Id: id }), Statement: statements };
}

/** A condition that holds when each of the given ones does; undefined when none was given. */
export function allOf(...conditions: (Condition | undefined)[]): Condition | undefined {
  const merged: Record<string, Record<string, string | readonly string[]>> = {};
  for (const condition of conditions)
    for (const [operator, keys] of Object.entries(condition ?? {}))
      merged[operator] = { ...merged[operator], ...keys };
  return Object.keys(merged).length === 0 ? undefined : merged;
}
