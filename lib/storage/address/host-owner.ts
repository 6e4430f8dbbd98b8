import type { Provider } from "../bucket.ts";
import { ROOMS } from "../catalog.ts";

/**
 * The provider that a host (without port) belongs to, whatever scheme or provider was written beside it;
 * undefined for every other host.
 */
export function hostOwner(host: string): Provider | undefined {
  const name = host.toLowerCase().replace(/\.$/, "");
  for (const [provider, { address }] of Object.entries(ROOMS)) {
    const within = address.hostSuffixes.some((suffix) => name === suffix || name.endsWith(`.${suffix}`));
    if (within) return address.customersOwn?.test(name) ? undefined : (provider as Provider);
  }
  return undefined;
}
