import type { LookupFunction } from "node:net";
import type { PinnedAddress } from "./endpoint-guard.ts";

/** Stands in for DNS when a socket is opened: answers one host, with the addresses that were admitted for it. */
export function pinnedLookup(host: string, addresses: readonly PinnedAddress[]): LookupFunction {
  return (hostname, options, callback) => {
    const [first] = addresses;
    if (hostname !== host || first === undefined) callback(new Error(`${hostname} was not admitted`), "", 0);
    else if (options.all) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
}
