import type { Deployment } from "../deployment.ts";
import type { AddressContext } from "../storage/address/address-result.ts";
import { partitionOf } from "../storage/aws/partition.ts";
import type { RegisteredStores } from "./registered-stores.ts";

/** What reading an address depends on in this deployment. */
export function registeredAddressContext({
  deployment,
  registered,
}: {
  deployment: Deployment;
  registered: RegisteredStores;
}): AddressContext {
  const { awsRegion, endpoints } = deployment;
  return {
    awsRegion,
    // One endpoint for all regions is one store, and one bucket there must not have a name in each partition.
    ...(endpoints?.AWS === undefined ? {} : { awsPartition: partitionOf(awsRegion).name }),
    registeredHosts: registered.hosts,
    registered: registered.all.map(({ bucket }) => bucket),
  };
}
