import type { Bucket } from "../bucket.ts";
import { readEndpoint, storeHost } from "../minio/endpoint.ts";

/** `host[:port]` of each registered S3-compatible store, normalised: `s3://` before one of these means an endpoint. */
export function registeredHosts(stores: readonly Bucket[]): ReadonlySet<string> {
  const hosts = stores.flatMap(({ endpoint }) =>
    endpoint === undefined ? [] : [storeHost(readEndpoint(endpoint))],
  );
  return new Set(hosts);
}

/**
 * Whether a store is registered at this host on any port: an address that forgot the port still means the store,
 * and is better told so than taken for an AWS bucket of that name.
 */
export function isRegisteredHost(host: string, hosts: ReadonlySet<string>): boolean {
  return hosts.has(host) || [...hosts].some((registered) => registered.startsWith(`${host}:`));
}
