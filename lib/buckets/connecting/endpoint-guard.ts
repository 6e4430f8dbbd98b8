import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";

export interface PinnedAddress {
  address: string;
  family: 4 | 6;
}

/** Which addresses a host may be connected at, found by one resolution; or why it may not be. */
export type Admission =
  | { outcome: "admitted"; addresses: readonly PinnedAddress[] }
  /** `ifRegistered`: it would be admitted if the operator registered the store. */
  | { outcome: "refused"; message: string; fix: string; ifRegistered: boolean }
  | { outcome: "unresolved"; message: string; fix: string };

/** Addresses that hand out a machine's own credentials or settings, in ranges that are not link-local. */
const METADATA_ADDRESSES = [
  "fd00:ec2::/32", // AWS: metadata, and EKS's credentials: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
  "fd20:ce::254/128", // Google, https://cloud.google.com/compute/docs/metadata/overview
  "168.63.129.16/32", // Azure, https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
  "100.100.100.200/32", // Alibaba Cloud
  "192.0.0.192/32", // Oracle Cloud
  "fd00:c1::a9fe:a9fe/128", // Oracle Cloud
  "fd00:42::42/128", // Scaleway
].map((range) => ipaddr.parseCIDR(range));

const LOCAL_RANGES = new Set(["loopback", "private", "uniqueLocal", "carrierGradeNat"]);

/**
 * Resolves a host once and judges every address that it has. Link-local and metadata addresses are never admitted;
 * loopback and private ones only for a store that the operator registered.
 */
export async function admitHost(
  host: string,
  { registered, timeoutMs }: { registered: boolean; timeoutMs: number },
): Promise<Admission> {
  let addresses: PinnedAddress[];
  try {
    addresses = await resolve(host, timeoutMs);
  } catch (error) {
    return unresolved(host, error, timeoutMs);
  }
  for (const { address } of addresses) {
    const reason = refusalOf(address, registered);
    if (reason === undefined) continue;
    const message = `The host ${host} is ${reason}, which is not connected to.`;
    const ifRegistered = addresses.every((each) => refusalOf(each.address, true) === undefined);
    return { outcome: "refused", message, fix: ifRegistered ? LOCAL_FIX : NEVER_FIX, ifRegistered };
  }
  return { outcome: "admitted", addresses };
}

const LOCAL_FIX =
  "Use a store on a network that the service may connect to; stores on a private one are connected to only where the operator has registered them.";
const NEVER_FIX = "Give the store's own address; this one is not connected to, registered or not.";

function unresolved(host: string, error: unknown, timeoutMs: number): Admission {
  if (error === TOO_LATE)
    return {
      outcome: "unresolved",
      message: `DNS: no name server answered for the host name ${host} within ${timeoutMs / 1000} s.`,
      fix: "Try again; if it stays, check the name servers of the name's zone and of this service's network.",
    };
  return {
    outcome: "unresolved",
    message: `DNS: the host name ${host} could not be resolved.`,
    fix: "Correct the host name, or see that this service's DNS knows it. New names can take some minutes.",
  };
}

/** What makes an IP address one that is not connected to; undefined when it may be. */
export function refusalOf(address: string, registered: boolean): string | undefined {
  const parsed = ipaddr.process(address); // IPv4 inside IPv6 is judged as IPv4
  const isMetadata = METADATA_ADDRESSES.some(
    ([range, bits]) => range.kind() === parsed.kind() && parsed.match(range, bits),
  );
  if (isMetadata) return "a cloud's metadata address";
  const range = parsed.range();
  if (range === "unicast" && isGlobal(parsed)) return undefined;
  if (LOCAL_RANGES.has(range)) return registered ? undefined : "a loopback or private address";
  return range === "linkLocal" ? "a link-local address" : "an address of a special range";
}

/** IPv6 outside 2000::/3 is not handed out; `::/96` there holds IPv4 addresses. https://www.iana.org/assignments/ipv6-address-space */
function isGlobal(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address instanceof ipaddr.IPv4 || ((address.parts[0] ?? 0) & 0xe000) === 0x2000;
}

const TOO_LATE = Symbol("DNS did not answer in time");

async function resolve(host: string, timeoutMs: number): Promise<PinnedAddress[]> {
  const timeout = new Promise<never>((_, reject) => {
    setTimeout(() => reject(TOO_LATE), timeoutMs).unref();
  });
  const found = await Promise.race([lookup(host, { all: true, verbatim: true }), timeout]);
  if (found.length === 0) throw new Error("DNS gave no address");
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}
