import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { FunctionName } from "../../../infra/function-names.ts";
import type { GatewayCors } from "./gateway-cors.ts";
import { httpEvent } from "./http-event.ts";
import { checkedAnswer, PAYLOAD_BYTES } from "./lambda-answer.ts";
import type { LambdaFunction } from "./lambda-function.ts";
import { findRoute, type TemplateRoute } from "./template-routes.ts";

/** Of everybody, as API Gateway sees them here. */
export const CALLER_IP = "192.0.2.1";

export interface Served {
  /** Absent where no route matched. */
  routeKey?: string;
  status: number;
  /** Whether a function answered, and not API Gateway itself. */
  byFunction: boolean;
}

export interface ApiGateway {
  url: string;
  served: Served[];
  /** What functions did that Lambda or API Gateway would not have taken. */
  faults: string[];
  close(): Promise<void>;
}

interface GatewayOptions {
  routes: readonly TemplateRoute[];
  functions: Record<FunctionName, LambdaFunction>;
  cors: GatewayCors;
  /** The issuer's keys, which API Gateway finds by itself. */
  keys: JWTVerifyGetKey;
}

/** The HTTP API of the template, over HTTP: what it answers by itself, and events for the functions. */
export async function startApiGateway({
  routes,
  functions,
  cors,
  keys,
}: GatewayOptions): Promise<ApiGateway> {
  const served: Served[] = [];
  const faults: string[] = [];

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk);
    const { method = "", url: target = "" } = message;
    const found = findRoute(routes, method, target.split("?")[0] ?? "");
    const bySelf = (status: number, words: string, headers = {}) => {
      served.push({ ...(found && { routeKey: found.route.key }), status, byFunction: false });
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify({ message: words }));
    };
    const preflight = cors.preflightHeaders(method, message.headers);
    if (preflight !== undefined) {
      response.writeHead(204, preflight).end();
      return;
    }
    if (found === undefined) return bySelf(404, "Not Found");
    const { route, params } = found;
    const claims = await claimsOf(route, message.headers.authorization, keys);
    if (claims === "refused") return bySelf(401, "Unauthorized", { "www-authenticate": "Bearer" });
    const headers = headersOf(message);
    const request = { method, target, headers, body: Buffer.concat(chunks), sourceIp: CALLER_IP };
    const event = httpEvent(request, { routeKey: route.key, params, ...(claims && { claims }) });
    if (Buffer.byteLength(JSON.stringify(event)) > PAYLOAD_BYTES) return bySelf(413, "Request Too Long");
    try {
      const { statusCode, headers, body, isBase64Encoded } = checkedAnswer(
        await functions[route.functionName].invoke(event),
      );
      served.push({ routeKey: route.key, status: statusCode, byFunction: true });
      response.writeHead(statusCode, {
        ...withoutCors(headers),
        ...cors.answerHeaders(message.headers.origin),
      });
      response.end(Buffer.from(body, isBase64Encoded ? "base64" : "utf8"));
    } catch (error) {
      faults.push(`${route.key}: ${error}`);
      bySelf(500, "Internal Server Error");
    }
  }

  const server = createServer((message, response) => {
    answer(message, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    faults,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
async function claimsOf(
  { authorizer }: TemplateRoute,
  authorization: string | undefined,
  keys: JWTVerifyGetKey,
): Promise<JWTPayload | "refused" | undefined> {
  if (authorizer === undefined) return undefined;
  const token = (authorization ?? "").replace(/^Bearer /i, "");
  const verified = jwtVerify(token, keys, { ...authorizer, algorithms: ["RS256"], requiredClaims: ["exp"] });
  return verified.then(
    ({ payload }) => payload,
    () => "refused" as const,
  );
}

function headersOf({ headersDistinct }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values = []]) => [name, values.join(",")]),
  );
}

/** An API with CORS settings of its own drops the functions'. */
function withoutCors(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !name.toLowerCase().startsWith("access-control-")),
  );
}
