import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { bundleFunction } from "../../../infra/bundle-functions.ts";
import type { PresignRuntime, RuntimeAnswer, RuntimeRequest } from "./runtime.ts";

const PROGRAM = join(import.meta.dirname, "lambda-process.ts");
const IP = "192.0.2.1";

interface LambdaAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded: boolean;
}

/** The bundle that is uploaded, in a Node that has nothing but this environment, called with API Gateway's events. */
export async function presignInLambda(environment: Record<string, string>): Promise<PresignRuntime> {
  const dir = mkdtempSync(join(tmpdir(), "byob-lambda-"));
  await bundleFunction("presign", dir);
  const child = fork(PROGRAM, [join(dir, "index.mjs")], { env: environment, silent: true });
  const lines: string[] = [];
  if (child.stdout) createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  child.stderr?.pipe(process.stderr);
  const waiting = new Map<number, (answer: LambdaAnswer) => void>();
  child.on("message", ({ id, answer }: { id: number; answer: LambdaAnswer }) => waiting.get(id)?.(answer));
  let last = 0;

  return {
    lines,
    ip: IP,
    reachesOwnStores: true,
    async send(request) {
      const id = ++last;
      const { promise, resolve } = Promise.withResolvers<LambdaAnswer>();
      waiting.set(id, resolve);
      child.send({ id, event: eventOf(request) });
      return answerOf(await promise);
    },
    async close() {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
      rmSync(dir, { recursive: true });
    },
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, format 2.0 */
function eventOf({ method, path, headers = {}, body }: RuntimeRequest) {
  const isBytes = typeof body === "object";
  return {
    version: "2.0",
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: "",
    headers: {
      host: "api.example.com",
      ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
      ...headers,
    },
    requestContext: {
      http: { method, path, protocol: "HTTP/1.1", sourceIp: IP, userAgent: "test" },
      domainName: "api.example.com",
      stage: "$default",
    },
    ...(body === undefined ? {} : { body: isBytes ? Buffer.from(body).toString("base64") : body }),
    isBase64Encoded: isBytes,
  };
}

function answerOf({ statusCode, headers, body, isBase64Encoded }: LambdaAnswer): RuntimeAnswer {
  const text = isBase64Encoded ? Buffer.from(body, "base64").toString() : body;
  return { status: statusCode, headers: new Headers(headers), text };
}
