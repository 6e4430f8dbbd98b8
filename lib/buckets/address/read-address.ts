import type { Provider } from "../../storage/bucket.ts";
import type { OwnCredentials } from "../../storage/credentials.ts";
import type { AddressContext, AddressFailure } from "./address-result.ts";
import { parseAzureUserinfo } from "./azure-userinfo.ts";
import { parseGcpUserinfo } from "./gcp-userinfo.ts";
import { type Located, locate } from "./locate.ts";
import { type AddressOptions, parseQuery } from "./query.ts";
import { splitAddress } from "./split-address.ts";
import { parseUserinfo } from "./userinfo.ts";

/** What was written of a bucket, in an address or in fields, before rules and defaults are applied. */
export interface Reading extends Located {
  options: AddressOptions;
  credentials?: OwnCredentials;
}

const PARSE_USERINFO: Record<Provider, (userinfo: string) => OwnCredentials | AddressFailure> = {
  AWS: parseUserinfo,
  COREWEAVE: parseUserinfo,
  GCP: parseGcpUserinfo,
  AZURE: parseAzureUserinfo,
  MINIO: parseUserinfo,
};

/** Reads an address as it is written. */
export function readAddress(text: string, context: AddressContext): Reading | AddressFailure {
  const split = splitAddress(text);
  if ("ok" in split) return split;
  const located = locate(split, context);
  if ("ok" in located) return located;
  const { userinfo } = split;
  const credentials = userinfo === undefined ? undefined : PARSE_USERINFO[located.spot.provider](userinfo);
  if (credentials && "ok" in credentials) return credentials;
  // Last, because its failures name a key, and behind a secret that stands in a wrong place that is a piece of it.
  const options = parseQuery(split.query);
  if ("ok" in options) return options;
  return { ...located, options, ...(credentials ? { credentials } : {}) };
}
