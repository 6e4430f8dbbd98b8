import { FUNCTION_NAMES } from "../../../infra/function-names.ts";
import type { DeploymentType } from "../../../lib/deployment-type.ts";
import { CONTEXTS } from "../contexts.ts";
import { integrationRoleOf, roleOf, type Statement, statementsOf } from "../read-template.ts";
import { OURS, resolved } from "../resolve-template.ts";
import { synthesize } from "../synthesize.ts";

export interface PolicyDocument {
  Version: string;
  Statement: Statement[];
}

/** What the template says of the integration role and of those who may assume it, as AWS would read it. */
export interface RolePolicies {
  roleArn: string;
  trust: PolicyDocument;
  permissions: PolicyDocument;
  /** ARN of a function's role → its policy. */
  functions: Record<string, PolicyDocument>;
}

export function rolePolicies(deployment: DeploymentType): RolePolicies {
  const templates = synthesize(CONTEXTS[deployment]);
  const { identity } = templates;
  const { properties } = integrationRoleOf(identity);
  const [policy] = properties.Policies;
  const read = <T>(part: T) => resolved(part, identity, templates);
  return {
    roleArn: `arn:aws:iam::${OURS}:role/${properties.RoleName}`,
    trust: read(properties.AssumeRolePolicyDocument),
    permissions: read(policy.PolicyDocument),
    functions: Object.fromEntries(
      FUNCTION_NAMES.map((name) => [
        `arn:aws:iam::${OURS}:role/${roleOf(identity, name).id}`,
        { Version: "2012-10-17", Statement: read(statementsOf(identity, name)) },
      ]),
    ),
  };
}
