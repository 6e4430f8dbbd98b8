import { createHash } from "node:crypto";
import type { AddressFound } from "../buckets/address/address-result.ts";
import { chooseKeys, type KeyChoiceDeps } from "../buckets/choose-keys.ts";
import { rootOf } from "../storage/bucket.ts";
import { placeOf } from "../storage/place-of.ts";
import type { Binding } from "./team.ts";

/** What a creation asks for, before it is checked. */
export interface PlannedBinding extends Omit<Binding, "id"> {
  place: string;
}

/** Reads out of an address what the team would be bound to. Opens nothing and signs nothing. */
export function planBinding(
  deps: KeyChoiceDeps,
  address: AddressFound,
  owner: { org: string; teamName: string },
): PlannedBinding {
  const { bucket, credentials } = address;
  return {
    bucket,
    place: placeOf(bucket),
    root: rootOf(bucket),
    credentialsSource: chooseKeys(deps, address, owner).source,
    ...(credentials === undefined ? {} : { credentialsFingerprint: fingerprint(credentials.accessKeyId) }),
  };
}

/** True when a team is bound to what a second creation asks for: same place, root, KMS key and access-key id. */
export function isSameBinding(binding: Binding, planned: PlannedBinding): boolean {
  return (
    placeOf(binding.bucket) === planned.place &&
    binding.root === planned.root &&
    binding.bucket.kmsKeyId === planned.bucket.kmsKeyId &&
    binding.credentialsSource === planned.credentialsSource &&
    binding.credentialsFingerprint === planned.credentialsFingerprint
  );
}

function fingerprint(accessKeyId: string): string {
  return createHash("sha256").update(`access-key-id\n${accessKeyId}`).digest("hex").slice(0, 32);
}
