import type { Reach } from "../../storage/room.ts";

/** Whether a URL leads to where a bucket is reached, by scheme, host and port: a grant for anywhere else is never sent. */
export function isAt(url: string, { host, port, tls }: Reach): boolean {
  const at = new URL(url);
  const [ownProtocol, ownPort] = tls ? ["https:", 443] : ["http:", 80];
  return (
    at.protocol === ownProtocol &&
    at.hostname.replace(/^\[|\]$/g, "") === host &&
    (at.port === "" ? ownPort : Number(at.port)) === port
  );
}
