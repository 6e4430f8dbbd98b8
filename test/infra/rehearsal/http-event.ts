import type { JWTPayload } from "jose";

/** A request as it reaches API Gateway. */
export interface HttpRequest {
  method: string;
  /** With the query, as it was sent. */
  target: string;
  /** By lower-case name; several values of one name are joined by commas. */
  headers: Record<string, string>;
  body: Buffer;
  sourceIp: string;
}

export type HttpEvent = ReturnType<typeof httpEvent>;

/** Anything else reaches a function in base64, a form and a body without a type too. */
const TEXT = /^(text\/.*|application\/(json|xml|javascript))$/;

/**
 * The event of payload format 2.0 that API Gateway makes of a request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function httpEvent(
  { method, target, headers, body, sourceIp }: HttpRequest,
  { routeKey, params, claims }: { routeKey: string; params: Record<string, string>; claims?: JWTPayload },
) {
  const [path = "", query = ""] = target.split("?");
  const { cookie, ...others } = headers;
  const type = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const isText = TEXT.test(type);
  const domainName = "abcdef1234.execute-api.us-east-1.amazonaws.com";
  return {
    version: "2.0",
    routeKey,
    rawPath: decodeURIComponent(path),
    rawQueryString: query,
    ...(cookie === undefined ? {} : { cookies: cookie.split("; ") }),
    headers: { ...others, host: domainName, "x-forwarded-for": sourceIp, "x-forwarded-proto": "https" },
    ...(query === "" ? {} : { queryStringParameters: joined(new URLSearchParams(query)) }),
    ...(Object.keys(params).length === 0 ? {} : { pathParameters: params }),
    requestContext: {
      accountId: "725579432336",
      apiId: "abcdef1234",
      ...(claims === undefined ? {} : { authorizer: { jwt: { claims: asTexts(claims), scopes: null } } }),
      domainName,
      domainPrefix: "abcdef1234",
      http: { method, path, protocol: "HTTP/1.1", sourceIp, userAgent: headers["user-agent"] ?? "" },
      requestId: "JKJaXmPLvHcESHA=",
      routeKey,
      stage: "$default",
      time: "24/Nov/2026:12:00:00 +0000",
      timeEpoch: 1_795_521_600_000,
    },
    ...(body.length === 0 ? {} : { body: body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

function joined(pairs: URLSearchParams): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [name, value] of pairs) all[name] = all[name] === undefined ? value : `${all[name]},${value}`;
  return all;
}

/** API Gateway hands every claim on as a text: a list as `[one two]`. */
function asTexts(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(" ")}]` : String(value),
    ]),
  );
}
