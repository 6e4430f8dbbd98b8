const REQUEST_ID = /^[A-Za-z0-9_-]{1,128}$/;

/** The caller's `x-request-id` when it is harmless to log and to send back, else a new UUID. */
export function requestIdOf(header: string | undefined): string {
  return header !== undefined && REQUEST_ID.test(header) ? header : crypto.randomUUID();
}
