import { type App, CfnOutput, Stack } from "aws-cdk-lib";
import type { Kept } from "./data-stack.ts";
import { functionEnvironments } from "./function-environments.ts";
import type { FunctionName } from "./function-names.ts";
import { functionPermissions } from "./function-permissions.ts";
import { createServiceApi } from "./service-api.ts";
import { createServiceFunction } from "./service-function.ts";
import type { Settings } from "./settings.ts";

/** The functions and the API in front of them. `bundlesDir` is what `npm run build` wrote. */
export function createServiceStack(app: App, settings: Settings, kept: Kept, bundlesDir: string): Stack {
  const stack = new Stack(app, `byob-${settings.stage}-service`, {
    description: `BYOB ${settings.stage}: the functions and their API`,
  });
  const environments = functionEnvironments(settings, kept);
  const permissions = functionPermissions(settings, kept);

  const functionOf = (name: FunctionName) => {
    const environment = environments[name];
    const { id, lambda, role } = createServiceFunction(stack, {
      name,
      bundlesDir,
      environment,
      permissions: permissions[name],
    });
    new CfnOutput(stack, `${id}RoleArn`, { value: role.roleArn });
    return lambda;
  };
  const api = createServiceApi(stack, settings, {
    teams: functionOf("teams"),
    buckets: functionOf("buckets"),
    presign: functionOf("presign"),
  });
  new CfnOutput(stack, "ApiUrl", { value: api.apiEndpoint });
  new CfnOutput(stack, "TableName", { value: kept.table.tableName });
  return stack;
}
