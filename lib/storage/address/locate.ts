import { type AddressContext, type AddressFailure, refuse } from "./address-result.ts";
import { FORMS, type Scheme } from "./forms.ts";
import { hostOwner } from "./host-owner.ts";
import { parseHostPort } from "./host-port.ts";
import type { Located } from "./reading.ts";
import { isRegisteredHost } from "./registered-hosts.ts";
import type { SplitAddress } from "./split-address.ts";
import { spotOf } from "./spot.ts";

const ELSEWHERE: Record<Exclude<Scheme, "s3">, AddressFailure> = {
  cw: refuse(
    "CoreWeave's buckets live at cwobject.com, and this address names another host.",
    "Write cw://<accessKey>:<secretKey>@cwobject.com/<bucket>[/<path>], or begin with s3:// for an S3-compatible store.",
  ),
  gs: refuse(
    "In an address of Google Cloud Storage the bucket's name stands alone, without a host or a port.",
    `Write ${FORMS.gs}.`,
  ),
  az: refuse(
    "In an address of Azure the storage account's name stands alone, without a host or a port.",
    `Write ${FORMS.az}.`,
  ),
};

/** Tells hosts from bare names. */
export function locate(split: SplitAddress, context: AddressContext): Located | AddressFailure {
  const { scheme, authority, rest } = split;
  if (!meansEndpoint(split, context)) return bareName(split);
  if (isBare(scheme) && !isProvidersHost(authority)) return ELSEWHERE[scheme];
  const at = parseHostPort(authority);
  if ("ok" in at) return at;
  const spot = spotOf(at);
  if ("ok" in spot) return spot;
  if (scheme === "cw" && spot.provider === "MINIO") return ELSEWHERE.cw;
  if (spot.bucketName !== undefined) return { spot, name: spot.bucketName, path: rest };
  return { spot, ...splitRest(rest) };
}

/** No host was written: what stands in its place is the bucket, or Azure's account. */
function bareName({ scheme, authority, rest }: SplitAddress): Located {
  switch (scheme) {
    case "s3":
      return { spot: { provider: "AWS" }, name: authority, path: rest };
    case "cw":
      return { spot: { provider: "COREWEAVE" }, name: authority, path: rest };
    case "gs":
      return { spot: { provider: "GCP" }, name: authority, path: rest };
    case "az":
      return { spot: { provider: "AZURE", accountName: authority.toLowerCase() }, ...splitRest(rest) };
  }
}

/** `<bucket>[/<path>]` */
function splitRest(rest: string): Omit<Located, "spot"> {
  const slash = rest.indexOf("/");
  if (slash < 0) return { name: rest, path: "" };
  return { name: rest.slice(0, slash), path: rest.slice(slash + 1) };
}

/**
 * `s3://X/…`: X is an endpoint if it has userinfo or a port, or is the host of a known provider or of a registered
 * store; otherwise it is the bucket. CoreWeave's buckets have no dot, so there any dot means a host.
 * `gs://X` and `az://X`: only the host of a known provider is one.
 */
function meansEndpoint(split: SplitAddress, context: AddressContext): boolean {
  const { scheme, authority, endpointMarked } = split;
  if (/[:[\]]/.test(authority) || isProvidersHost(authority)) return true;
  if (isBare(scheme)) return false;
  const host = authority.toLowerCase().replace(/\.$/, "");
  if (scheme === "cw") return endpointMarked || host.includes(".");
  return endpointMarked || isRegisteredHost(host, context.registeredHosts);
}

/** True for the schemes whose keys stand before a bare name, not before a host. */
function isBare(scheme: Scheme): scheme is "gs" | "az" {
  return scheme === "gs" || scheme === "az";
}

function isProvidersHost(authority: string): boolean {
  return hostOwner(authority.replace(/:\d*$/, "")) !== undefined;
}
