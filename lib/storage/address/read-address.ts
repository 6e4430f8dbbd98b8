import { ROOMS } from "../catalog.ts";
import type { AddressContext, AddressFailure } from "./address-result.ts";
import { locate } from "./locate.ts";
import { parseQuery } from "./query.ts";
import type { Reading } from "./reading.ts";
import { splitAddress } from "./split-address.ts";

/** Reads an address as it is written. */
export function readAddress(text: string, context: AddressContext): Reading | AddressFailure {
  const split = splitAddress(text);
  if ("ok" in split) return split;
  const located = locate(split, context);
  if ("ok" in located) return located;
  const { userinfo } = split;
  const credentials =
    userinfo === undefined ? undefined : ROOMS[located.spot.provider].address.readUserinfo(userinfo);
  if (credentials && "ok" in credentials) return credentials;
  // Last, because its failures name a key, and behind a secret that stands in a wrong place that is a piece of it.
  const options = parseQuery(split.query);
  if ("ok" in options) return options;
  return { ...located, options, ...(credentials ? { credentials } : {}) };
}
