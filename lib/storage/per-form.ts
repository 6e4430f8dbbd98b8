import type { UrlRequest } from "./canonical-request.ts";
import { keepLast } from "./keep-last.ts";

/**
 * What all URLs have in common that differ in their paths alone. Parameters and headers are told apart by identity, so
 * an object that may have changed must not be passed twice.
 */
export function perForm<Form>(
  make: (request: Omit<UrlRequest, "path">) => Form,
): (request: UrlRequest) => Form {
  return keepLast(sameButPath, make);
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
