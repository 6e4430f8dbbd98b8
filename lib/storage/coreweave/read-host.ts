import { type AddressFailure, refuse } from "../address/address-result.ts";
import type { HostSays } from "../address/reading.ts";

/**
 * Reads a host of CoreWeave: the endpoint, or the bucket's own.
 * https://docs.coreweave.com/products/storage/object-storage/using-object-storage/configure-endpoints
 */
export function readCoreweaveHost(host: string): HostSays | AddressFailure {
  if (host.endsWith("cwlota.com")) {
    return refuse(
      "cwlota.com (LOTA) answers only inside CoreWeave's clusters, so browsers and most SDKs could not reach the bucket.",
      "Write cwobject.com instead; machines inside the cluster may still use LOTA for their own reads.",
    );
  }
  return host === "cwobject.com" ? {} : { bucketName: host.slice(0, -".cwobject.com".length) };
}
