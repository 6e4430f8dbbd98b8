import type { UrlRequest } from "./canonical-request.ts";

/**
 * Keeps what `make` made of the last request, and gives it again for one that differs in its path alone, as those of a
 * batch do. Parameters and headers are told apart by identity: an object that may change must not be passed twice.
 */
export function perForm<Made>(
  make: (request: Omit<UrlRequest, "path">) => Made,
): (request: UrlRequest) => Made {
  let last: { request: UrlRequest; made: Made } | undefined;
  return (request) => {
    if (!last || !sameButPath(last.request, request)) last = { request: { ...request }, made: make(request) };
    return last.made;
  };
}

function sameButPath(one: UrlRequest, other: UrlRequest): boolean {
  return (
    one.signedAt === other.signedAt &&
    one.expiresInSeconds === other.expiresInSeconds &&
    one.method === other.method &&
    one.host === other.host &&
    one.parameters === other.parameters &&
    one.headers === other.headers
  );
}
