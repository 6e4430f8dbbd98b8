/** An S3-compatible store's endpoint, taken apart. */
export interface Endpoint {
  tls: boolean;
  /** Lower case, without a trailing dot; IPv6 canonical and in brackets. */
  host: string;
  port: number;
  /** Without slashes at its ends; empty when the store is at the host's root. */
  basePath: string;
}

/** Takes apart the `endpoint` of a bucket that was parsed before; throws a plain Error on anything else. */
export function readEndpoint(endpoint: string | undefined): Endpoint {
  if (endpoint === undefined) throw new Error("A bucket of an S3-compatible store has no endpoint.");
  const url = new URL(endpoint);
  const tls = url.protocol === "https:";
  return {
    tls,
    host: url.hostname.replace(/\.$/, ""),
    port: url.port === "" ? (tls ? 443 : 80) : Number(url.port),
    basePath: url.pathname.replace(/^\/+|\/+$/g, ""),
  };
}

/** The canonical spelling: the scheme's own port is left out. */
export function printEndpoint({ tls, host, port, basePath }: Endpoint): string {
  const shownPort = port === (tls ? 443 : 80) ? "" : `:${port}`;
  return `${tls ? "https" : "http"}://${host}${shownPort}${basePath === "" ? "" : `/${basePath}`}`;
}

/** `host[:port]`, the same for http and https: ports 80 and 443 are one store and are left out. */
export function storeHost({ host, port }: Endpoint): string {
  return port === 80 || port === 443 ? host : `${host}:${port}`;
}
