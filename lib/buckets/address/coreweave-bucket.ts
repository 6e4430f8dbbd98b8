import type { Bucket } from "../../storage/bucket.ts";
import { type AddressFailure, refuse } from "./address-result.ts";
import { alwaysHttps, pathStyleWarning } from "./always-https.ts";
import type { Assembled } from "./assemble-bucket.ts";
import type { Reading } from "./read-address.ts";

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
