import { FUNCTION_NAMES, type FunctionName } from "../../../infra/function-names.ts";
import { functionOf, resourcesOf } from "../read-template.ts";
import type { Templates } from "../synthesize.ts";

export interface TemplateRoute {
  /** As API Gateway names it: `GET /teams/{team}`. */
  key: string;
  method: string;
  path: string;
  functionName: FunctionName;
  /** Absent for a route that is open to all. */
  authorizer?: { issuer: string; audience: string[] };
}

/** The routes of the HTTP API in the template, each with the function that its integration leads to. */
export function templateRoutes({ service }: Templates): TemplateRoute[] {
  const names = new Map(FUNCTION_NAMES.map((name) => [functionOf(service, name).id, name]));
  const integrations = new Map(
    resourcesOf(service, "AWS::ApiGatewayV2::Integration").map(({ id, properties }) => [id, properties]),
  );
  const authorizers = new Map(
    resourcesOf(service, "AWS::ApiGatewayV2::Authorizer").map(({ id, properties }) => [id, properties]),
  );
  return resourcesOf(service, "AWS::ApiGatewayV2::Route").map(({ properties }) => {
    const { RouteKey, Target, AuthorizationType, AuthorizerId } = properties;
    const integration = integrations.get(Target["Fn::Join"][1][1].Ref);
    if (integration?.PayloadFormatVersion !== "2.0" || integration.IntegrationType !== "AWS_PROXY")
      throw new Error(`${RouteKey} has another integration than a function's by format 2.0.`);
    const functionName = names.get(integration.IntegrationUri["Fn::GetAtt"][0]);
    if (functionName === undefined) throw new Error(`${RouteKey} leads to no function.`);
    const [method = "", path = ""] = String(RouteKey).split(" ");
    const route = { key: RouteKey, method, path, functionName };
    if (AuthorizationType !== "JWT") return route;
    const { JwtConfiguration } = authorizers.get(AuthorizerId.Ref) ?? {};
    return {
      ...route,
      authorizer: { issuer: JwtConfiguration.Issuer, audience: JwtConfiguration.Audience },
    };
  });
}

/** The route of a request: the most segments that are no parameters win, as in API Gateway. */
export function findRoute(
  routes: readonly TemplateRoute[],
  method: string,
  path: string,
): { route: TemplateRoute; params: Record<string, string> } | undefined {
  const segments = path.split("/");
  const matches = routes
    .filter((route) => route.method === method)
    .map((route) => ({ route, params: paramsOf(route.path.split("/"), segments) }))
    .filter((match): match is { route: TemplateRoute; params: Record<string, string> } => !!match.params);
  return matches.sort((one, other) => Object.keys(one.params).length - Object.keys(other.params).length)[0];
}

function paramsOf(pattern: string[], segments: string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? "";
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined && part !== segment) return undefined;
    if (name !== undefined && segment === "") return undefined;
    if (name !== undefined) params[name] = decodeURIComponent(segment);
  }
  return params;
}
