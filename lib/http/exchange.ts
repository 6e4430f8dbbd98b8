import type { Context } from "hono";
import { PROBLEMS, type ProblemCode } from "../errors.ts";
import type { AuditExtras, AuditLog } from "../observability/audit.ts";
import type { Logger } from "../observability/logger.ts";
import type { Metrics } from "../observability/metrics.ts";
import type { Principal } from "../principal.ts";
import { corsHeaders, isPreflight } from "./cors.ts";
import { problemOf } from "./problem.ts";
import { requestIdOf } from "./request-id.ts";
import type { WholeBodies } from "./whole-bodies.ts";

/** One request on its way to its answer; what is found out is kept for the log and the audit record. */
export interface Exchange {
  requestId: string;
  ip: string | undefined;
  principal: Principal | undefined;
  audit: AuditExtras;
}

/** What an endpoint answers before it is written out. */
export interface Outcome {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  code?: ProblemCode;
}

interface Endpoint {
  /** The pattern of the path, which the log groups by. */
  path: string;
  /** Absent where no route is: a path or a method that nobody serves. */
  method?: string;
  audit?: { action: string };
}

export interface ExchangeDeps {
  logger: Logger;
  audit: AuditLog;
  metrics: Metrics;
  now: () => Date;
  /** Origins of the front end, which browsers may call from. */
  origins: readonly string[];
  /** The caller's address, as the runtime tells it. */
  ipOf: (c: Context) => string | undefined;
  bodies?: WholeBodies;
}

type Work = (exchange: Exchange) => Promise<Outcome>;

/** What is sent: the outcome with its body written out. */
interface Written extends Outcome {
  text: string | null;
  /** What was thrown, for the log only. */
  failure?: unknown;
}

function written(outcome: Outcome): Written {
  const text = outcome.body === undefined ? null : JSON.stringify(outcome.body);
  return { ...outcome, headers: { "content-type": "application/json", ...outcome.headers }, text };
}

async function perform(work: () => Promise<Outcome>, requestId: string): Promise<Written> {
  try {
    return written(await work());
  } catch (error) {
    const failure = error ?? new Error("Nothing was thrown");
    return { ...written(problemOf(failure, requestId)), failure };
  }
}

function respond(
  { status, headers, text }: Written,
  own: Record<string, string>,
  give: (text: string) => boolean | undefined,
): Response {
  const all = new Headers({ "cache-control": "no-store", ...headers, ...own });
  if (text === null) all.delete("content-type");
  return new Response(text !== null && give(text) ? null : text, { status, headers: all });
}

/** Runs requests: request id, preflight, CORS, problems, one log line, one metric and, where asked for, one audit record. */
export function createExchange({ logger, audit, metrics, now, origins, ipOf, bodies }: ExchangeDeps) {
  return async (c: Context, endpoint: Endpoint, work: Work): Promise<Response> => {
    const startedAt = now();
    const request = c.req.raw;
    const requestId = requestIdOf(c.req.header("x-request-id"));
    const exchange: Exchange = { requestId, ip: ipOf(c), principal: undefined, audit: {} };
    const answer = await perform(
      async () => (isPreflight(request) ? { status: 204 } : work(exchange)),
      requestId,
    );
    const endedAt = now();
    const latencyMs = endedAt.getTime() - startedAt.getTime();

    const { principal } = exchange;
    const ours = answer.code !== undefined && PROBLEMS[answer.code].who === "operator";
    const caused = answer.failure instanceof Error && answer.failure.cause !== undefined;
    logger[ours ? "error" : "info"]("request", {
      requestId,
      method: request.method,
      route: endpoint.path,
      status: answer.status,
      durationMs: latencyMs,
      code: answer.code,
      org: principal?.org,
      sub: principal?.sub,
      // A caller's mistake is told by its code.
      error: ours || caused ? answer.failure : undefined,
    });
    metrics.request({
      route: endpoint.path,
      method: endpoint.method,
      status: answer.status,
      code: answer.code,
      latencyMs,
      objects: exchange.audit.objectCount,
      endedAt,
    });
    if (endpoint.audit) {
      audit({
        ...exchange.audit,
        action: endpoint.audit.action,
        actor: principal?.sub ?? null,
        org: principal?.org ?? null,
        ip: exchange.ip ?? null,
        response_code: answer.status,
        timestamp: endedAt.toISOString(),
      });
    }
    const own = { ...corsHeaders(request, origins), "x-request-id": requestId };
    return respond(answer, own, (text) => bodies?.give(c, text));
  };
}
