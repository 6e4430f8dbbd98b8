import type { Hono } from "hono";
import { problemOf } from "../lib/http/problem.ts";
import { requestIdOf } from "../lib/http/request-id.ts";
import { createLogger } from "../lib/observability/logger.ts";
import { type Bindings, edgeApp } from "./edge/edge-app.ts";
import { edgeWrite } from "./edge/edge-runtime.ts";

interface RequestContext {
  /** Keeps the request's work going when its caller has hung up. */
  waitUntil(work: Promise<unknown>): void;
}

const logger = createLogger({ write: edgeWrite, now: () => new Date() });

let app: Promise<Hono> | undefined;

/** Made by the first request, since a worker may not speak to anybody before there is one; a failure is not kept. */
function appOf(bindings: Bindings): Promise<Hono> {
  app ??= edgeApp(bindings).catch((error: unknown) => {
    app = undefined;
    throw error;
  });
  return app;
}

/** Reads what a refusal left unread: workerd hangs up on a caller who still sends, before the answer is seen. */
async function drained({ body }: Request): Promise<void> {
  if (body === null || body.locked) return;
  await body.pipeTo(new WritableStream()).catch(() => undefined);
}

async function answer(request: Request, bindings: Bindings): Promise<Response> {
  try {
    const answered = await (await appOf(bindings)).fetch(request);
    await drained(request);
    return answered;
  } catch (error) {
    const requestId = requestIdOf(request.headers.get("x-request-id") ?? undefined);
    logger.error("start.failed", { requestId, error });
    const { status, headers, body } = problemOf(error, requestId);
    return new Response(JSON.stringify(body), { status, headers });
  }
}

/** The presign function as a module worker. https://developers.cloudflare.com/workers/runtime-apis/handlers/fetch/ */
const worker = {
  fetch(request: Request, bindings: Bindings, context: RequestContext): Promise<Response> {
    const answered = answer(request, bindings);
    // Others wait for what this request reads (single flights): its caller's hanging up must not end that for them.
    // https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil
    context.waitUntil(answered);
    return answered;
  },
};

// biome-ignore lint/style/noDefaultExport: workerd takes a module's default export for its handlers
export default worker;
