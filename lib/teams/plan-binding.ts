import { chooseKeys, type KeyChoiceDeps } from "../buckets/choose-keys.ts";
import { fingerprint } from "../credentials/fingerprint.ts";
import type { AddressFound } from "../storage/address/address-result.ts";
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
  owner: { org: string; teamName: string; root: string },
): PlannedBinding {
  const { bucket } = address;
  const { root } = owner;
  const source = chooseKeys(deps, address, owner).source;
  const credentials =
    address.credentials ?? (source === "registered" ? deps.registered.keysFor(bucket) : undefined);
  return {
    bucket,
    place: placeOf(bucket),
    root,
    credentialsSource: source,
    ...(credentials === undefined ? {} : { credentialsFingerprint: fingerprint(credentials, bucket) }),
  };
}

/** True when a team is bound to what a second creation asks for: same place, root, KMS key, Azure ids and access-key id. */
export function isSameBinding(binding: Binding, planned: PlannedBinding): boolean {
  return (
    placeOf(binding.bucket) === planned.place &&
    binding.root === planned.root &&
    binding.bucket.kmsKeyId === planned.bucket.kmsKeyId &&
    binding.bucket.azureTenantId === planned.bucket.azureTenantId &&
    binding.bucket.azureClientId === planned.bucket.azureClientId &&
    sameKeys(binding, planned)
  );
}

/** The same key, wherever it stands: in the address or in the registered store; or both by reference. */
function sameKeys(binding: Binding, planned: PlannedBinding): boolean {
  const { credentialsSource: source, credentialsFingerprint: print } = binding;
  if (source === planned.credentialsSource && source !== "own") return true;
  return print !== undefined && print === planned.credentialsFingerprint;
}
