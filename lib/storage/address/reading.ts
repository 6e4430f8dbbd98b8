import type { Bucket, Provider } from "../bucket.ts";
import type { OwnCredentials } from "../credentials.ts";
import type { HostPort } from "./host-port.ts";
import type { AddressOptions } from "./query.ts";

/** What a host of a provider's own says beside whose it is. */
export interface HostSays {
  bucketName?: string;
  region?: string;
  /** Of an AWS host. */
  dnsSuffix?: string;
  /** Of Azure: lower case, still unchecked. */
  accountName?: string;
}

/** Whose store it is, and what its host says. */
export interface Spot extends HostSays {
  provider: Provider;
  /** Absent when only a bucket was written. */
  at?: HostPort;
}

/** Whose store an address means, and which bucket and path. */
export interface Located {
  spot: Spot;
  name: string;
  path: string;
}

/** What was written of a bucket, in an address or in fields, before rules and defaults are applied. */
export interface Reading extends Located {
  options: AddressOptions;
  credentials?: OwnCredentials;
}

/** A bucket by its provider's rules, and what its admin should know. */
export interface Assembled {
  bucket: Bucket;
  warnings: string[];
}
