import { type AddressFailure, refuse } from "../address/address-result.ts";
import { meaninglessOption } from "../address/meaningless-option.ts";
import type { Assembled, Reading } from "../address/reading.ts";

/** A bucket of Google Cloud Storage. */
export function gcpBucket({
  name,
  path,
  options,
  namedLikeHost,
}: Reading & { namedLikeHost: boolean }): Assembled | AddressFailure {
  const wrong = meaninglessOption("Google Cloud Storage", options);
  if (wrong) return wrong;
  // Only who owns a domain can name a bucket like it, and gs:// before such a host would not mean a bucket.
  if (namedLikeHost) {
    return refuse(
      "The bucket's name is the host of a storage provider.",
      "Write the name of the bucket itself.",
    );
  }
  return { bucket: { provider: "GCP", name, path }, warnings: [] };
}
