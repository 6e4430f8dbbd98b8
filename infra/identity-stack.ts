import { type App, CfnOutput, Stack } from "aws-cdk-lib";
import { type CfnRole, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Kept } from "./data-stack.ts";
import { FUNCTION_NAMES, type FunctionName, idOf } from "./function-names.ts";
import { functionPermissions } from "./function-permissions.ts";
import { createIntegrationRole } from "./integration-role.ts";
import type { Settings } from "./settings.ts";

/** Who may do what. */
export interface Identities {
  roles: Record<FunctionName, Role>;
  integrationRole: CfnRole;
}

/** The functions' roles, each with its own permissions, and the integration role that they alone assume. */
export function createIdentityStack(app: App, settings: Settings, kept: Kept): Identities & { stack: Stack } {
  const { stage } = settings;
  const stack = new Stack(app, `byob-${stage}-identity`, {
    description: `BYOB ${stage}: the functions' roles, and the role that customers let into their buckets`,
    terminationProtection: true,
  });
  const permissions = functionPermissions(settings, kept);
  const roleOf = (name: FunctionName) => {
    const role = new Role(stack, `${idOf(name)}Role`, {
      description: `BYOB ${stage}: what the function ${name} runs as`,
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    });
    kept.logs[name].grantWrite(role);
    for (const statement of permissions[name]) role.addToPolicy(statement);
    new CfnOutput(stack, `${idOf(name)}RoleArn`, { value: role.roleArn });
    return role;
  };
  const roles = { teams: roleOf("teams"), buckets: roleOf("buckets"), presign: roleOf("presign") };

  const all = FUNCTION_NAMES.map((name) => roles[name]);
  const integrationRole = createIntegrationRole(
    stack,
    settings,
    all.map(({ roleArn }) => roleArn),
  );
  for (const role of all)
    role.addToPolicy(
      new PolicyStatement({
        sid: "AssumeIntegrationRole",
        actions: ["sts:AssumeRole", "sts:TagSession"],
        resources: [integrationRole.attrArn],
      }),
    );
  new CfnOutput(stack, "IntegrationRoleArn", { value: integrationRole.attrArn });
  return { stack, roles, integrationRole };
}
