import type { AddressFound } from "../storage/address/address-result.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { Credentials } from "../storage/credentials.ts";
import type { CredentialsSource } from "../teams/team.ts";
import type { RegisteredStores } from "./registered-stores.ts";

/** Whose keys a team would sign with, and the keys. */
export interface ChosenKeys {
  source: CredentialsSource;
  /** Undefined when the deployment has no integration identity for the provider. */
  open(): Promise<Credentials | undefined>;
  /** The integration identity's least keys, for one organisation or another; absent where the keys are the bucket's own. */
  prove?: (org: string) => Promise<Credentials | undefined>;
}

/** The integration identity's keys for examining one bucket; undefined when there is no identity for it. */
export type ValidationKeys = (request: {
  org: string;
  teamName: string;
  bucket: Bucket;
  root: string;
  /** `prove` before it is known whose the bucket is. */
  purpose: "prove" | "validate";
}) => Promise<Credentials | undefined>;

export interface KeyChoiceDeps {
  registered: RegisteredStores;
  validationKeys: ValidationKeys;
}

/**
 * Those in the address; else those of the registered store around the bucket; else the integration identity. A
 * customer's managed identity that was named stands in the place of a registered store's.
 */
export function chooseKeys(
  { registered, validationKeys }: KeyChoiceDeps,
  { bucket, credentials }: AddressFound,
  wanted: { org: string; teamName: string; root: string },
): ChosenKeys {
  if (credentials !== undefined) return { source: "own", open: async () => credentials };
  const ofStore = bucket.azureClientId === undefined ? registered.keysFor(bucket) : undefined;
  if (ofStore !== undefined) return { source: "registered", open: async () => ofStore };
  return {
    source: "integration",
    open: () => validationKeys({ ...wanted, bucket, purpose: "validate" }),
    prove: (org) => validationKeys({ ...wanted, org, bucket, purpose: "prove" }),
  };
}
