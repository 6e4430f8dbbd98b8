import { Duration, RemovalPolicy, type Stack } from "aws-cdk-lib";
import { CfnRole, PolicyDocument } from "aws-cdk-lib/aws-iam";
import { acknowledgeWildcards } from "./integration-findings.ts";
import { integrationPermissions } from "./integration-permissions.ts";
import { integrationTrust } from "./integration-trust.ts";
import type { Settings } from "./settings.ts";

/** A role that assumes another gets no longer session: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining */
const LONGEST_SESSION = Duration.hours(1);

/**
 * The role that customers let into their buckets. It is kept when its stack is deleted: a bucket policy holds the
 * role's inner id, so that a new role of the same name would be let into none of them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
export function createIntegrationRole(
  stack: Stack,
  settings: Settings,
  functionRoleArns: readonly string[],
): CfnRole {
  const statements = integrationPermissions(stack, settings);
  const role = new CfnRole(stack, "IntegrationRole", {
    roleName: settings.integrationRoleName,
    description: `BYOB ${settings.stage}: what customers' buckets let in`,
    maxSessionDuration: LONGEST_SESSION.toSeconds(),
    assumeRolePolicyDocument: new PolicyDocument({ statements: integrationTrust(functionRoleArns) }),
    policies: [{ policyName: "CustomersBuckets", policyDocument: new PolicyDocument({ statements }) }],
  });
  role.applyRemovalPolicy(RemovalPolicy.RETAIN);
  acknowledgeWildcards(role, settings);
  return role;
}
