/** True for a browser's preflight, which carries no token (https://fetch.spec.whatwg.org/#cors-preflight-request). */
export function isPreflight(request: Request): boolean {
  return (
    request.method === "OPTIONS" &&
    request.headers.has("origin") &&
    request.headers.has("access-control-request-method")
  );
}

/**
 * CORS headers of an answer. Origins are compared exactly; another origin gets nothing but `vary`,
 * which every answer carries so that a cache never serves one origin's answer to another.
 */
export function corsHeaders(request: Request, origins: readonly string[]): Record<string, string> {
  const origin = request.headers.get("origin");
  const vary = { vary: "Origin" };
  if (origin === null || !origins.includes(origin)) return vary;
  const allowed = { ...vary, "access-control-allow-origin": origin };
  if (isPreflight(request)) {
    return {
      ...allowed,
      "access-control-allow-methods": "GET, POST, PUT, DELETE",
      "access-control-allow-headers": "authorization, content-type",
      "access-control-max-age": "600",
    };
  }
  return { ...allowed, "access-control-expose-headers": "x-request-id, retry-after" };
}
