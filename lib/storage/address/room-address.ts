import type { OwnCredentials } from "../credentials.ts";
import type { AddressContext, AddressFailure } from "./address-result.ts";
import type { Scheme } from "./forms.ts";
import type { Assembled, HostSays, Reading } from "./reading.ts";

/** How a provider's buckets are written: its part of the address grammar. */
export interface RoomAddress {
  scheme: Scheme;
  /** Hosts that always mean this provider, with everything below them, whatever scheme or provider stands beside. */
  hostSuffixes: readonly string[];
  /** Hosts below these suffixes that are nevertheless customers' own. */
  customersOwn?: RegExp;
  /** Reads one of the provider's hosts (lower case). */
  readHost(host: string): HostSays | AddressFailure;
  /** Reads what stands before the `@`. Never quotes its input. */
  readUserinfo(userinfo: string): OwnCredentials | AddressFailure;
  /** Applies the provider's rules and defaults. `namedLikeHost`: the bucket's name is the host of some provider. */
  readBucket(
    reading: Reading & { namedLikeHost: boolean },
    context: AddressContext,
  ): Assembled | AddressFailure;
}
