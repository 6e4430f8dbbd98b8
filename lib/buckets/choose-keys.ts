import type { Bucket } from "../storage/bucket.ts";
import type { AccessKey } from "../storage/credentials.ts";
import type { CredentialsSource } from "../teams/team.ts";
import type { AddressFound } from "./address/address-result.ts";
import type { RegisteredStores } from "./registered-stores.ts";

/** Whose keys a team would sign with, and the keys. */
export interface ChosenKeys {
  source: CredentialsSource;
  /** Undefined when the deployment has no integration identity for the provider. */
  open(): Promise<AccessKey | undefined>;
}

/** A session of the integration identity that may examine one bucket. */
export type ValidationSession = (request: {
  org: string;
  teamName: string;
  bucket: Bucket;
}) => Promise<AccessKey>;

export interface KeyChoiceDeps {
  registered: RegisteredStores;
  /** Absent in a deployment without the integration role. */
  validationSession?: ValidationSession;
}

/** Those in the address; else those of the registered store around the bucket; else the integration identity. */
export function chooseKeys(
  { registered, validationSession }: KeyChoiceDeps,
  { bucket, credentials }: AddressFound,
  { org, teamName }: { org: string; teamName: string },
): ChosenKeys {
  if (credentials !== undefined) return { source: "own", open: async () => credentials };
  const registeredKey = registered.find(bucket)?.accessKey;
  if (registeredKey !== undefined) return { source: "registered", open: async () => registeredKey };
  return {
    source: "integration",
    async open() {
      if (bucket.provider !== "AWS") return undefined;
      return validationSession?.({ org, teamName, bucket });
    },
  };
}
