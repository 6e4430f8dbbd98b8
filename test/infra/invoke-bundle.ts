import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

/** What Lambda gives back to API Gateway. */
export interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

const run = promisify(execFile);

/** An event of API Gateway's HTTP API, payload format 2.0. */
function httpEvent(method: string, path: string, body?: unknown) {
  return {
    version: "2.0",
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: "",
    headers: { host: "api.example.com", "content-type": "application/json" },
    requestContext: {
      accountId: "123456789012",
      apiId: "api",
      authentication: null,
      authorizer: {},
      domainName: "api.example.com",
      domainPrefix: "api",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" },
      requestId: "id",
      routeKey: `${method} ${path}`,
      stage: "$default",
      time: "24/Nov/2026:00:00:00 +0000",
      timeEpoch: 1_795_478_400_000,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}

/**
 * Loads a bundle in a Node of its own, which has nothing but `environment`, and calls its handler once.
 * Rejects with what the process said when the bundle cannot be loaded.
 */
export async function invokeBundle(
  file: string,
  environment: Record<string, string>,
  request: { method: string; path: string; body?: unknown },
): Promise<Answer> {
  const event = httpEvent(request.method, request.path, request.body);
  const text = `
    const { handler } = await import(${JSON.stringify(pathToFileURL(file).href)});
    const answer = await handler(${JSON.stringify(event)}, {});
    process.stdout.write("\\n" + JSON.stringify(answer));
  `;
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", text], { env: environment });
  // The function's log lines come before it.
  return JSON.parse(stdout.slice(stdout.lastIndexOf("\n")));
}
