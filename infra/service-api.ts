import { Duration, type Stack } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import { acknowledge } from "./acknowledge.ts";
import { CONTRACTS } from "./contracts.ts";
import { FUNCTION_NAMES, type FunctionName } from "./function-names.ts";
import type { Settings } from "./settings.ts";

/**
 * One line of the access log. No path and no query: they name teams and customers' files. `error` and `authorizer` say
 * why API Gateway refused by itself. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
const ACCESS_LINE = {
  requestId: "$context.requestId",
  ip: "$context.identity.sourceIp",
  time: "$context.requestTime",
  route: "$context.routeKey",
  status: "$context.status",
  bytes: "$context.responseLength",
  latencyMs: "$context.responseLatency",
  integrationMs: "$context.integrationLatency",
  integrationError: "$context.integrationErrorMessage",
  error: "$context.error.message",
  authorizer: "$context.authorizer.error",
};

const PUBLIC =
  "The health check and the OpenAPI document need no token; the contracts say so and a test lists them.";

/**
 * The HTTP API: the routes of the contracts, each to its function, and a valid token asked for except where the
 * contract says public. Once an API has CORS settings, API Gateway answers preflights itself and drops the functions'
 * own headers (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html), so these say the same.
 */
export function createServiceApi(
  stack: Stack,
  settings: Settings,
  functions: Record<FunctionName, LambdaFunction>,
  accessLog: ILogGroup,
): { api: HttpApi; stage: HttpStage } {
  const { issuer, audience } = settings;
  const api = new HttpApi(stack, "Api", {
    apiName: `byob-${settings.stage}`,
    createDefaultStage: false,
    corsPreflight: {
      allowOrigins: [...settings.frontendOrigins],
      allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT, CorsHttpMethod.DELETE],
      allowHeaders: ["authorization", "content-type"],
      exposeHeaders: ["x-request-id", "retry-after"],
      maxAge: Duration.seconds(600),
    },
  });
  const stage = new HttpStage(stack, "Live", {
    httpApi: api,
    stageName: "$default",
    autoDeploy: true,
    throttle: { rateLimit: settings.requestsPerSecond, burstLimit: settings.burst },
    accessLogSettings: {
      destination: new LogGroupLogDestination(accessLog),
      format: AccessLogFormat.custom(JSON.stringify(ACCESS_LINE)),
    },
  });
  const authorizer = new HttpJwtAuthorizer("Tokens", issuer, { jwtAudience: [audience] });
  for (const name of FUNCTION_NAMES) {
    const integration = new HttpLambdaIntegration(`${name}Integration`, functions[name]);
    for (const { method, path, access } of Object.values(CONTRACTS[name])) {
      const [route] = api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration,
        ...(access === "token" ? { authorizer } : {}),
      });
      if (access !== "token" && route !== undefined) acknowledge(route, "AwsSolutions-APIG4", PUBLIC);
    }
  }
  return { api, stage };
}
