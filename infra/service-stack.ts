import { type App, CfnOutput, Stack } from "aws-cdk-lib";
import type { HttpStage } from "aws-cdk-lib/aws-apigatewayv2";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Kept } from "./data-stack.ts";
import { functionEnvironments } from "./function-environments.ts";
import type { FunctionName } from "./function-names.ts";
import type { Identities } from "./identity-stack.ts";
import { createServiceApi } from "./service-api.ts";
import { createServiceFunction } from "./service-function.ts";
import type { Settings } from "./settings.ts";

/** What answers requests. */
export interface Service {
  stack: Stack;
  functions: Record<FunctionName, LambdaFunction>;
  stage: HttpStage;
}

/** The functions and the API in front of them. `bundlesDir` is what `npm run build` wrote. */
export function createServiceStack(
  app: App,
  settings: Settings,
  kept: Kept,
  identities: Identities,
  bundlesDir: string,
): Service {
  const stack = new Stack(app, `byob-${settings.stage}-service`, {
    description: `BYOB ${settings.stage}: the functions and their API`,
  });
  const environments = functionEnvironments(settings, kept, identities);
  const functionOf = (name: FunctionName) => {
    const environment = environments[name];
    return createServiceFunction(stack, {
      name,
      bundlesDir,
      environment,
      role: identities.roles[name],
      logGroup: kept.logs[name],
      layerArn: settings.azureTokenLayerArn,
    });
  };
  const functions = {
    teams: functionOf("teams"),
    buckets: functionOf("buckets"),
    presign: functionOf("presign"),
  };
  const { api, stage } = createServiceApi(stack, settings, functions, kept.accessLog);
  new CfnOutput(stack, "ApiUrl", { value: api.apiEndpoint });
  return { stack, functions, stage };
}
