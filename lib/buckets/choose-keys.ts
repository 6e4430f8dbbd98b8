import type { Bucket } from "../storage/bucket.ts";
import type { Credentials } from "../storage/credentials.ts";
import type { CredentialsSource } from "../teams/team.ts";
import type { AddressFound } from "./address/address-result.ts";
import type { RegisteredStores } from "./registered-stores.ts";

/** Whose keys a team would sign with, and the keys. */
export interface ChosenKeys {
  source: CredentialsSource;
  /** Undefined when the deployment has no integration identity for the provider. */
  open(): Promise<Credentials | undefined>;
}

/** A session of the integration identity that may examine one bucket. */
export type ValidationSession = (request: {
  org: string;
  teamName: string;
  bucket: Bucket;
}) => Promise<Credentials>;

export interface KeyChoiceDeps {
  registered: RegisteredStores;
  /** Absent in a deployment without the integration role. */
  validationSession?: ValidationSession;
}

/**
 * Those in the address; else those of the registered store around the bucket; else the integration identity. A
 * customer's managed identity that was named stands in the place of a registered store's.
 */
export function chooseKeys(
  { registered, validationSession }: KeyChoiceDeps,
  { bucket, credentials }: AddressFound,
  { org, teamName }: { org: string; teamName: string },
): ChosenKeys {
  if (credentials !== undefined) return { source: "own", open: async () => credentials };
  const ofStore = bucket.azureClientId === undefined ? registered.find(bucket)?.credentials : undefined;
  if (ofStore !== undefined) return { source: "registered", open: async () => ofStore };
  return {
    source: "integration",
    async open() {
      if (bucket.provider !== "AWS") return undefined;
      return validationSession?.({ org, teamName, bucket });
    },
  };
}
