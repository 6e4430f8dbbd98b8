/** The buckets of the local object store, each with an access key of its own. */
const LOCAL_BUCKETS = ["demo", "sandbox-1", "sandbox-2", "sandbox-3"] as const;

export interface LocalKey {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Keys that open nothing but a store on this machine's loopback address. */
export function localKeys(): Record<string, LocalKey> {
  return Object.fromEntries(
    LOCAL_BUCKETS.map((name) => [name, { accessKeyId: `${name}-key`, secretAccessKey: `${name}-secret` }]),
  );
}

/** The local buckets as entries of `GORILLA_SUPPORTED_FILE_STORES`. */
export function localStoreAddresses(endpoint: string, keys: Record<string, LocalKey>): string[] {
  const { host, pathname } = new URL(endpoint);
  return Object.entries(keys).map(
    ([name, { accessKeyId, secretAccessKey }]) =>
      `s3://${encodeURIComponent(accessKeyId)}:${encodeURIComponent(secretAccessKey)}@${host}/${name}` +
      `?region=us-east-1&basePath=${pathname}`,
  );
}
