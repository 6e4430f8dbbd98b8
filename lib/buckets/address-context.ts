import type { Deployment } from "../deployment.ts";
import type { AddressContext } from "./address/address-result.ts";
import type { RegisteredStores } from "./registered-stores.ts";

/** What reading an address depends on in this deployment. */
export function registeredAddressContext(deps: {
  deployment: Deployment;
  registered: RegisteredStores;
}): AddressContext {
  const { deployment, registered } = deps;
  return {
    awsRegion: deployment.awsRegion,
    registeredHosts: registered.hosts,
    registered: registered.all.map(({ bucket }) => bucket),
  };
}
