import type { AddressContext, AddressCredentials, AddressFailure } from "./address-result.ts";
import { refuse } from "./address-result.ts";
import { hostOwner } from "./host-owner.ts";
import { parseHostPort } from "./host-port.ts";
import { type AddressOptions, parseQuery } from "./query.ts";
import { isRegisteredHost } from "./registered-hosts.ts";
import { type SplitAddress, splitAddress } from "./split-address.ts";
import { type Spot, spotOf } from "./spot.ts";
import { parseUserinfo } from "./userinfo.ts";

/** What was written of a bucket, in an address or in fields, before rules and defaults are applied. */
export interface Reading {
  spot: Spot;
  name: string;
  path: string;
  options: AddressOptions;
  credentials?: AddressCredentials;
}

/** Reads an address as it is written. */
export function readAddress(text: string, context: AddressContext): Reading | AddressFailure {
  const split = splitAddress(text);
  if ("ok" in split) return split;
  const credentials = split.userinfo === undefined ? undefined : parseUserinfo(split.userinfo);
  if (credentials && "ok" in credentials) return credentials;
  const options = parseQuery(split.query);
  if ("ok" in options) return options;
  const located = locate(split, context);
  if ("ok" in located) return located;
  return { ...located, options, ...(credentials ? { credentials } : {}) };
}

type Located = Pick<Reading, "spot" | "name" | "path">;

function locate(split: SplitAddress, context: AddressContext): Located | AddressFailure {
  const { scheme, authority, rest } = split;
  if (!meansEndpoint(split, context)) {
    return { spot: { provider: scheme === "cw" ? "COREWEAVE" : "AWS" }, name: authority, path: rest };
  }
  const at = parseHostPort(authority);
  if ("ok" in at) return at;
  const spot = spotOf(at);
  if ("ok" in spot) return spot;
  if (scheme === "cw" && spot.provider === "MINIO") {
    return refuse(
      "CoreWeave's buckets live at cwobject.com, and this address names another host.",
      "Write cw://<accessKey>:<secretKey>@cwobject.com/<bucket>[/<path>], or begin with s3:// for an S3-compatible store.",
    );
  }
  if (spot.bucketName !== undefined) return { spot, name: spot.bucketName, path: rest };
  const slash = rest.indexOf("/");
  if (slash < 0) return { spot, name: rest, path: "" };
  return { spot, name: rest.slice(0, slash), path: rest.slice(slash + 1) };
}

/**
 * `s3://X/…`: X is an endpoint if it has userinfo or a port, or is the host of a known provider or of a registered
 * store; otherwise it is the bucket. CoreWeave's buckets have no dot, so there any dot means a host.
 */
function meansEndpoint(split: SplitAddress, context: AddressContext): boolean {
  const { scheme, authority } = split;
  const host = authority.toLowerCase().replace(/\.$/, "");
  if (/[:[\]]/.test(authority) || hostOwner(host) !== undefined) return true;
  if (scheme === "cw") return split.endpointMarked || host.includes(".");
  return split.endpointMarked || isRegisteredHost(host, context.registeredHosts);
}
