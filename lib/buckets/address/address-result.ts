import type { Secret } from "../../secret.ts";
import type { Bucket, Provider } from "../../storage/bucket.ts";

/** What a reader of addresses has to know besides the text. */
export interface AddressContext {
  /** The service's own region: taken for an AWS bucket when nothing else names one. */
  awsRegion?: string | undefined;
  /** Hosts of the registered S3-compatible stores as `registeredHosts()` gives them. */
  registeredHosts: ReadonlySet<string>;
  /** The registered stores: they fill in a region or a scheme that was not written. */
  registered?: readonly Bucket[];
}

/** The key that stood in an address. */
export interface AddressCredentials {
  accessKeyId: string;
  secretAccessKey: Secret;
}

export interface AddressFound {
  ok: true;
  bucket: Bucket;
  credentials?: AddressCredentials;
  /** Sentences for the admin; none of them stands in the way. */
  warnings: string[];
}

/** Why no bucket could be read. Never quotes what was written: a mistyped address has its secret anywhere. */
export interface AddressFailure {
  ok: false;
  problem: string;
  fix?: string;
  /** Set when the address is fine but its provider has no room in this version. */
  unsupportedProvider?: Provider;
}

export type AddressResult = AddressFound | AddressFailure;

/** A failure with its sentence and, where there is one, what to do. */
export function refuse(problem: string, fix?: string): AddressFailure {
  return { ok: false, problem, ...(fix === undefined ? {} : { fix }) };
}

const TITLES: Partial<Record<Provider, string>> = {
  GCP: "Google Cloud Storage",
  AZURE: "Azure Blob Storage",
};

/** The failure of a provider that has no room yet. */
export function refuseProvider(provider: Provider): AddressFailure {
  return {
    ok: false,
    problem: `${TITLES[provider] ?? provider} is not available in this version.`,
    fix: "Use a bucket of AWS, CoreWeave or an S3-compatible store.",
    unsupportedProvider: provider,
  };
}
