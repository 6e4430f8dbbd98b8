import type { Deployment } from "../deployment.ts";
import type { AddressContext } from "../storage/address/address-result.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { RegisteredStores } from "./registered-stores.ts";

/**
 * What reading an address depends on in this deployment. `teamBucket` finds the bucket of a team of the caller's
 * organisation by the id that `GET /buckets` shows.
 */
export function registeredAddressContext(
  deps: { deployment: Deployment; registered: RegisteredStores },
  teamBucket?: (id: string) => Bucket | undefined,
): AddressContext {
  const { deployment, registered } = deps;
  return {
    awsRegion: deployment.awsRegion,
    registeredHosts: registered.hosts,
    registered: registered.all.map(({ bucket }) => bucket),
    byId: (id) => registered.byId(id)?.bucket ?? teamBucket?.(id),
  };
}
