import type { Context } from "hono";
import { AppError } from "../errors.ts";
import type { AuditExtras } from "../observability/audit.ts";
import type { Authenticator } from "./auth.ts";
import { checkInput, queryOf } from "./check-input.ts";
import type { Exchange, Outcome } from "./exchange.ts";
import { readJson, refuseCompressed, refuseDeclaredTooLarge } from "./json-body.ts";
import type { AnyHandler, Route } from "./route.ts";
import type { WholeBodies } from "./whole-bodies.ts";

const DEFAULT_BODY_LIMIT_BYTES = 1_048_576;

export function routeNotFound(): AppError {
  return new AppError("route.not_found", "No route has this path.");
}

function paramsOf(c: Context): Record<string, string> {
  try {
    decodeURIComponent(new URL(c.req.url).pathname);
  } catch {
    // Hono would hand on the undecoded text, which could then name something.
    throw routeNotFound();
  }
  return c.req.param();
}

export interface ServeDeps {
  authenticate: Authenticator;
  bodies?: WholeBodies;
}

/** Takes one request through its contract to the handler; throws AppErrors for whatever the caller got wrong. */
export async function serve(
  c: Context,
  route: Route,
  handler: AnyHandler,
  exchange: Exchange,
  { authenticate, bodies }: ServeDeps,
): Promise<Outcome> {
  const params = paramsOf(c);
  const limitBytes = route.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES;
  if (route.body) {
    refuseDeclaredTooLarge(c.req.raw, limitBytes);
    refuseCompressed(c.req.raw);
  }
  if (route.access === "token") exchange.principal = await authenticate(c.req.header("authorization"));
  const query = route.query && checkInput(route.query, queryOf(c.req.url), "The query");
  const body =
    route.body &&
    checkInput(route.body, await readJson(bodies?.take(c) ?? c.req.raw, limitBytes), "The body");
  const noteAudit = (extras: AuditExtras): void => {
    Object.assign(exchange.audit, extras);
  };
  const { requestId, ip, principal } = exchange;
  const reply = await handler({ principal, body, query, params, requestId, ip, noteAudit });
  noteAudit(reply.audit ?? {});
  return {
    status: reply.status,
    body: reply.body,
    ...(reply.headers ? { headers: reply.headers } : {}),
  };
}
