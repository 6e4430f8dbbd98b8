import { type AddressFailure, refuse } from "./address-result.ts";
import type { Assembled } from "./assemble-bucket.ts";
import { hostOwner } from "./host-owner.ts";
import { meaninglessOption } from "./meaningless-option.ts";
import type { Reading } from "./read-address.ts";

/** A bucket of Google Cloud Storage. */
export function gcpBucket({ name, path, options }: Reading): Assembled | AddressFailure {
  const wrong = meaninglessOption("Google Cloud Storage", options);
  if (wrong) return wrong;
  // Only who owns a domain can name a bucket like it, and gs:// before such a host would not mean a bucket.
  if (hostOwner(name) !== undefined) {
    return refuse(
      "The bucket's name is the host of a storage provider.",
      "Write the name of the bucket itself.",
    );
  }
  return { bucket: { provider: "GCP", name, path }, warnings: [] };
}
