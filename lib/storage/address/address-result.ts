import type { Bucket } from "../bucket.ts";
import type { OwnCredentials } from "../credentials.ts";

/** What a reader of addresses has to know besides the text. */
export interface AddressContext {
  /** The service's own region: taken for an AWS bucket when nothing else names one. */
  awsRegion?: string | undefined;
  /** The one partition of AWS that the deployment's own endpoint leads to; every one when absent. */
  awsPartition?: string;
  /** Hosts of the registered S3-compatible stores as `registeredHosts()` gives them. */
  registeredHosts: ReadonlySet<string>;
  /** The registered stores: they fill in a region or a scheme that was not written. */
  registered?: readonly Bucket[];
  /** The bucket behind an id of `GET /buckets`: a registered store's or a team's of the caller's organisation. */
  byId?: (id: string) => Bucket | undefined;
}

export interface AddressFound {
  ok: true;
  bucket: Bucket;
  /** The keys that stood in the address. */
  credentials?: OwnCredentials;
  /** Sentences for the admin; none of them stands in the way. */
  warnings: string[];
}

/** Why no bucket could be read. Never quotes what was written: a mistyped address has its secret anywhere. */
export interface AddressFailure {
  ok: false;
  problem: string;
  fix?: string;
}

export type AddressResult = AddressFound | AddressFailure;

/** A failure with its sentence and, where there is one, what to do. */
export function refuse(problem: string, fix?: string): AddressFailure {
  return { ok: false, problem, ...(fix === undefined ? {} : { fix }) };
}
