import type { Spend } from "./spent.ts";

/** One rule of a bucket's CORS configuration, whatever the provider's dialect. */
export interface CorsRule {
  origins: string[];
  methods: string[];
  requestHeaders: string[];
  exposedHeaders: string[];
  maxAgeSeconds?: number;
}

/** What a bucket's own settings say. An absent fact is one that cannot be told. */
export interface BucketFacts {
  /** Empty when pages of other origins may do nothing. */
  corsRules?: CorsRule[];
  versioning?: boolean;
  /** 0 when deleted objects are gone at once. */
  softDeleteDays?: number;
  /** Lower case. */
  region?: string;
  defaultKmsKey?: string;
  /** A lifecycle rule may delete live objects under the bucket's path. */
  expiresObjects?: boolean;
  /** Facts that this store tells nobody by the ways that the service has, whatever it is allowed. */
  notOffered?: readonly FactName[];
}

export type FactName = Exclude<keyof BucketFacts, "notOffered">;

export interface Inspector {
  /** What the bucket says of itself; a fact that may not be read is absent. Never throws. */
  inspect(): Promise<BucketFacts>;
}

export interface InspectorOptions {
  now: () => Date;
  /** The deployment's own way to the provider. */
  endpoint?: string | undefined;
  /** For all of an inspection. */
  timeoutMs: number;
  /** The way to the bucket itself. */
  spend: Spend;
}
