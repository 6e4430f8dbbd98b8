import type { Context } from "hono";

interface EventContext {
  requestContext?: { http?: { sourceIp?: string }; identity?: { sourceIp?: string } };
}

/** The caller's address as API Gateway saw it, in the event formats 2.0 and 1.0. */
export function sourceIp(c: Context): string | undefined {
  const { requestContext } = (c.env as { event?: EventContext }).event ?? {};
  return requestContext?.http?.sourceIp ?? requestContext?.identity?.sourceIp;
}
