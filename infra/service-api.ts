import { Duration, type Stack } from "aws-cdk-lib";
import { CorsHttpMethod, HttpApi, HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { CONTRACTS } from "./contracts.ts";
import { FUNCTION_NAMES, type FunctionName } from "./function-names.ts";
import type { Settings } from "./settings.ts";

/**
 * The HTTP API: the routes of the contracts, each to its function, and a valid token asked for except where the
 * contract says public. Once an API has CORS settings, API Gateway answers preflights itself and drops the functions'
 * own headers (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html), so these say the same.
 */
export function createServiceApi(
  stack: Stack,
  { stage, issuer, audience, frontendOrigins }: Settings,
  functions: Record<FunctionName, LambdaFunction>,
): HttpApi {
  const api = new HttpApi(stack, "Api", {
    apiName: `byob-${stage}`,
    corsPreflight: {
      allowOrigins: frontendOrigins,
      allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT, CorsHttpMethod.DELETE],
      allowHeaders: ["authorization", "content-type"],
      exposeHeaders: ["x-request-id", "retry-after"],
      maxAge: Duration.seconds(600),
    },
  });
  const authorizer = new HttpJwtAuthorizer("Tokens", issuer, { jwtAudience: [audience] });
  for (const name of FUNCTION_NAMES) {
    const integration = new HttpLambdaIntegration(`${name}Integration`, functions[name]);
    for (const { method, path, access } of Object.values(CONTRACTS[name]))
      api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration,
        ...(access === "token" ? { authorizer } : {}),
      });
  }
  return api;
}
