import { describe, expect, test } from "vitest";
import { bucketRoutes } from "../../functions/buckets/routes.ts";
import { presignContract } from "../../functions/presign/contract.ts";
import { teamRoutes } from "../../functions/teams/routes.ts";
import { DEPLOYMENT_TYPES } from "../../lib/deployment-type.ts";
import { corsHeaders } from "../../lib/http/cors.ts";
import type { Routes } from "../../lib/http/route.ts";
import { CONTEXTS } from "./contexts.ts";
import { functionOf, resourcesOf } from "./read-template.ts";
import { resolved } from "./resolve-template.ts";
import { synthesize } from "./synthesize.ts";

const CONTRACTS = { teams: teamRoutes, buckets: bucketRoutes, presign: presignContract } as const;
const ORIGIN = "https://app.example.com";

interface Served {
  routeKey: string;
  functionId: string;
  authorization: string;
}

describe.each(DEPLOYMENT_TYPES)("the API of a %s deployment", (deployment) => {
  const templates = synthesize(CONTEXTS[deployment]);
  const { service } = templates;
  const integrations = new Map(
    resourcesOf(service, "AWS::ApiGatewayV2::Integration").map(({ id, properties }) => [id, properties]),
  );
  const routes = resourcesOf(service, "AWS::ApiGatewayV2::Route").map(({ properties }) => properties);

  test("has every route of the contracts and no other, each to its function, with a token unless public", () => {
    const served: Served[] = routes.map(({ RouteKey, Target, AuthorizationType }) => ({
      routeKey: RouteKey,
      functionId: integrations.get(Target["Fn::Join"][1][1].Ref).IntegrationUri["Fn::GetAtt"][0],
      authorization: AuthorizationType,
    }));
    const contracted = Object.entries(CONTRACTS).flatMap(([name, contract]: [string, Routes]) =>
      Object.values(contract).map(
        ({ method, path, access }): Served => ({
          routeKey: `${method} ${path}`,
          functionId: functionOf(service, name as keyof typeof CONTRACTS).id,
          authorization: access === "token" ? "JWT" : "NONE",
        }),
      ),
    );
    const sorted = (list: Served[]) => list.toSorted((a, b) => (a.routeKey < b.routeKey ? -1 : 1));
    expect(sorted(served)).toEqual(sorted(contracted));
  });

  test("lets nobody in without a token but to the health check and the OpenAPI document", () => {
    const open = routes.filter(({ AuthorizationType }) => AuthorizationType !== "JWT");
    expect(open.map(({ RouteKey }) => RouteKey).sort()).toEqual(["GET /healthz", "GET /openapi.json"]);
  });

  test("asks for tokens of the issuer for the audience", () => {
    const [authorizer, ...others] = resourcesOf(service, "AWS::ApiGatewayV2::Authorizer");
    expect(others).toEqual([]);
    expect(authorizer?.properties).toMatchObject({
      AuthorizerType: "JWT",
      IdentitySource: ["$request.header.Authorization"],
      JwtConfiguration: { Issuer: "https://issuer.example.com/", Audience: ["wandb-byob"] },
    });
    for (const { AuthorizationType, AuthorizerId } of routes)
      if (AuthorizationType === "JWT") expect(AuthorizerId).toEqual({ Ref: authorizer?.id });
  });

  test("answers browsers as the functions themselves do", () => {
    const [api] = resourcesOf(service, "AWS::ApiGatewayV2::Api");
    const cors = api?.properties.CorsConfiguration;
    const preflight = corsHeaders(
      new Request("http://api", {
        method: "OPTIONS",
        headers: { origin: ORIGIN, "access-control-request-method": "PUT" },
      }),
      [ORIGIN],
    );
    const answer = corsHeaders(new Request("http://api", { headers: { origin: ORIGIN } }), [ORIGIN]);
    expect(cors.AllowOrigins).toEqual([ORIGIN, "http://localhost:3000"]);
    expect(cors.AllowMethods.join(", ")).toBe(preflight["access-control-allow-methods"]);
    expect(cors.AllowHeaders.join(", ")).toBe(preflight["access-control-allow-headers"]);
    expect(String(cors.MaxAge)).toBe(preflight["access-control-max-age"]);
    expect(cors.ExposeHeaders.join(", ")).toBe(answer["access-control-expose-headers"]);
    expect(cors.AllowCredentials).toBeUndefined();
  });

  test("lets through what the context says, and writes a line for each request", () => {
    const [stage, ...others] = resourcesOf(service, "AWS::ApiGatewayV2::Stage");
    expect(others).toEqual([]);
    expect(stage?.properties).toMatchObject({
      StageName: "$default",
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 2_000 },
    });
    const { DestinationArn, Format } = stage?.properties.AccessLogSettings ?? {};
    expect(resolved(DestinationArn, service, templates)).toContain(":log-group:AccessLog");
    expect(JSON.parse(Format)).toMatchObject({ requestId: "$context.requestId", status: "$context.status" });
    // Paths name teams and customers' files; a token or a signature would be a secret.
    expect(Format).not.toMatch(/path|query|header|authorization/i);
  });

  test("tells where it is, and what customers and operators need to name", () => {
    const outputs = Object.fromEntries(
      Object.entries(templates).map(([name, template]) => [
        name,
        Object.entries(template.findOutputs("*"))
          .filter(([, { Export }]) => Export === undefined)
          .map(([output]) => output)
          .sort(),
      ]),
    );
    expect(outputs).toEqual({
      data: ["AccessLogName", "BucketsLogName", "PresignLogName", "TableName", "TeamsLogName"],
      identity: ["BucketsRoleArn", "IntegrationRoleArn", "PresignRoleArn", "TeamsRoleArn"],
      service: ["ApiUrl"],
      watch: ["DashboardUrl"],
    });
  });
});
