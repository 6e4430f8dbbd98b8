import type { Bucket } from "../bucket.ts";

const RESERVED_PREFIXES = ["cw-", "vip-", "log-stitcher-ch-", "xn--"];

/**
 * Says which rule of CoreWeave AI Object Storage the name breaks; undefined when it breaks none.
 * https://docs.coreweave.com/products/storage/object-storage/buckets/about
 */
export function nameProblem(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) return "A CoreWeave bucket name has 3 to 63 characters.";
  if (name.includes("_")) return "A CoreWeave bucket name has no underscore: it becomes part of a host name.";
  if (name.includes(".")) return "A CoreWeave bucket name has no dot: it becomes one label of a host name.";
  if (!/^[a-z0-9-]+$/.test(name)) {
    return "A CoreWeave bucket name has only lower-case letters, digits and hyphens.";
  }
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) {
    return "A CoreWeave bucket name begins and ends with a letter or a digit.";
  }
  if (name === "int") return "CoreWeave reserves the bucket name int.";
  const prefix = RESERVED_PREFIXES.find((reserved) => name.startsWith(reserved));
  if (prefix) return `A CoreWeave bucket name does not begin with ${prefix}, which CoreWeave reserves.`;
  return undefined;
}

/** The claim's key: CoreWeave's bucket names are unique in all regions. */
export function place(bucket: Bucket): string {
  return `COREWEAVE/${bucket.name}`;
}

/** The empty userinfo says that an `@` further on is the path's. The KMS key is not part of an address. */
export function printAddress(bucket: Bucket): string {
  const path = bucket.path === "" ? "" : `/${bucket.path}`;
  const query = bucket.region === undefined ? "" : `?region=${bucket.region}`;
  return `cw://${path.includes("@") ? "@" : ""}cwobject.com/${bucket.name}${path}${query}`;
}
