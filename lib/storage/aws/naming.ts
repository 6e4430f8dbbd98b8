import type { Bucket } from "../bucket.ts";
import { partitionOf } from "./partition.ts";

const RESERVED_PREFIXES = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/**
 * Says which rule of Amazon S3 the name breaks; undefined when it breaks none.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function nameProblem(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) return "An Amazon S3 bucket name has 3 to 63 characters.";
  if (!/^[a-z0-9.-]+$/.test(name)) {
    return "An Amazon S3 bucket name has only lower-case letters, digits, dots and hyphens.";
  }
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) {
    return "An Amazon S3 bucket name begins and ends with a letter or a digit.";
  }
  if (name.includes("..")) return "An Amazon S3 bucket name has no two dots in a row.";
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) {
    return "An Amazon S3 bucket name does not look like an IP address. If it is the host of an S3-compatible store, write its port too.";
  }
  const prefix = RESERVED_PREFIXES.find((reserved) => name.startsWith(reserved));
  if (prefix) return `An Amazon S3 bucket name does not begin with ${prefix}, which AWS reserves.`;
  const suffix = RESERVED_SUFFIXES.find((reserved) => name.endsWith(reserved));
  if (suffix) {
    return `A name that ends with ${suffix} is an alias or another kind of bucket, not a general purpose bucket. Give the bucket's own name.`;
  }
  return undefined;
}

/** The claim's key: bucket names are unique within a partition, so the region is not part of it. */
export function place(bucket: Bucket): string {
  return `AWS/${partitionOf(bucket.region).name}/${bucket.name}`;
}

/**
 * Always names the host, because `s3://<name>` means an endpoint where a registered store has that host.
 * The empty userinfo says that an `@` further on is the path's. The KMS key is not part of an address.
 */
export function printAddress(bucket: Bucket): string {
  const suffix = partitionOf(bucket.region).dnsSuffix ?? "amazonaws.com";
  const host = bucket.region === undefined ? `s3.${suffix}` : `s3.${bucket.region}.${suffix}`;
  const path = bucket.path === "" ? "" : `/${bucket.path}`;
  return `s3://${path.includes("@") ? "@" : ""}${host}/${bucket.name}${path}`;
}
