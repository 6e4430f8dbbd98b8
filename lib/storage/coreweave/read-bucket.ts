import { type AddressFailure, refuse } from "../address/address-result.ts";
import { alwaysHttps, pathStyleWarning } from "../address/always-https.ts";
import type { Assembled, Reading } from "../address/reading.ts";
import type { Bucket } from "../bucket.ts";

/** A bucket of CoreWeave; its region may be left away. */
export function coreweaveBucket({ name, path, options }: Reading): Assembled | AddressFailure {
  const wrong = alwaysHttps("CoreWeave", options);
  if (wrong) return wrong;
  const { region } = options;
  if (region !== undefined && !/^[A-Za-z0-9-]{1,64}$/.test(region)) {
    return refuse("The region is not a CoreWeave region, such as US-EAST-04A.");
  }
  const bucket: Bucket = { provider: "COREWEAVE", name, path, ...(region === undefined ? {} : { region }) };
  return { bucket, warnings: pathStyleWarning("CoreWeave", options) };
}
