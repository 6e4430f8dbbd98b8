import type { Bucket } from "../bucket.ts";
import { readEndpoint, storeHost } from "./endpoint.ts";

/**
 * Says which rule the name breaks; undefined when it breaks none. As liberal as the stores are: Ceph's relaxed
 * mode takes 255 characters, and old MinIO and Ceph buckets have upper case and underscores.
 * https://docs.ceph.com/en/latest/radosgw/s3/bucketops/
 */
export function nameProblem(name: string): string | undefined {
  if (name.length < 3 || name.length > 255) {
    return "The bucket name of an S3-compatible store has 3 to 255 characters.";
  }
  if (!/^[A-Za-z0-9._-]+$/.test(name)) {
    return "The bucket name of an S3-compatible store has only letters, digits, dots, hyphens and underscores.";
  }
  if (!/^[A-Za-z0-9_]/.test(name)) {
    return "The bucket name of an S3-compatible store begins with a letter, a digit or an underscore.";
  }
  if (name.includes("..")) return "The bucket name of an S3-compatible store has no two dots in a row.";
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) {
    return "The bucket name of an S3-compatible store does not look like an IP address.";
  }
  return undefined;
}

/** The claim's key: the normalised host, port and base path, whatever the scheme, and the bucket. */
export function place(bucket: Bucket): string {
  const endpoint = readEndpoint(bucket.endpoint);
  const base = endpoint.basePath === "" ? "" : `/${endpoint.basePath}`;
  return `MINIO/${storeHost(endpoint)}${base}/${bucket.name}`;
}

/**
 * Always writes the port, because without it `s3://<host>/…` would mean an AWS bucket of that name.
 * The empty userinfo says that an `@` further on is the path's. The KMS key is not part of an address.
 */
export function printAddress(bucket: Bucket): string {
  const { host, port, tls, basePath } = readEndpoint(bucket.endpoint);
  const path = bucket.path === "" ? "" : `/${bucket.path}`;
  const query = [
    ...(bucket.region === undefined ? [] : [`region=${bucket.region}`]),
    ...(tls ? ["tls=true"] : []),
    ...(basePath === "" ? [] : [`basePath=${basePath}`]),
  ].join("&");
  const marker = path.includes("@") ? "@" : "";
  return `s3://${marker}${host}:${port}/${bucket.name}${path}${query === "" ? "" : `?${query}`}`;
}
