import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";

export interface PinnedAddress {
  address: string;
  family: 4 | 6;
}

/** Which addresses a host may be connected at, found by one resolution; or why it may not be. */
export type Admission =
  | { outcome: "admitted"; addresses: readonly PinnedAddress[] }
  | { outcome: "refused" | "unresolved"; message: string };

/** Addresses that hand out a machine's own credentials or settings, in ranges that are not link-local. */
const METADATA_ADDRESSES = new Set([
  "fd00:ec2::254", // AWS, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
  "fd20:ce::254", // Google, https://cloud.google.com/compute/docs/metadata/overview
  "168.63.129.16", // Azure, https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
  "100.100.100.200", // Alibaba Cloud
  "192.0.0.192", // Oracle Cloud
]);

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
  } catch {
    return { outcome: "unresolved", message: `DNS: the host name ${host} could not be resolved.` };
  }
  for (const { address } of addresses) {
    const reason = refusalOf(address, registered);
    if (reason !== undefined)
      return { outcome: "refused", message: `The host ${host} is ${reason}, which is not connected to.` };
  }
  return { outcome: "admitted", addresses };
}

/** What makes an IP address one that is not connected to; undefined when it may be. */
export function refusalOf(address: string, registered: boolean): string | undefined {
  const parsed = ipaddr.process(address); // IPv4 inside IPv6 is judged as IPv4
  if (METADATA_ADDRESSES.has(parsed.toString())) return "a cloud's metadata address";
  const range = parsed.range();
  if (range === "unicast" && isGlobal(parsed)) return undefined;
  if (LOCAL_RANGES.has(range)) return registered ? undefined : "a loopback or private address";
  return range === "linkLocal" ? "a link-local address" : "an address of a special range";
}

/** IPv6 outside 2000::/3 is not handed out; `::/96` there holds IPv4 addresses. https://www.iana.org/assignments/ipv6-address-space */
function isGlobal(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address instanceof ipaddr.IPv4 || ((address.parts[0] ?? 0) & 0xe000) === 0x2000;
}

async function resolve(host: string, timeoutMs: number): Promise<PinnedAddress[]> {
  const timeout = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("DNS timed out")), timeoutMs).unref();
  });
  const found = await Promise.race([lookup(host, { all: true, verbatim: true }), timeout]);
  if (found.length === 0) throw new Error("DNS gave no address");
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}
