import ipaddr from "ipaddr.js";
import { type AddressFailure, refuse } from "./address-result.ts";

export interface HostPort {
  /** Lower case, without a trailing dot; IPv6 canonical and in brackets. */
  host: string;
  port?: number;
}

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
/** What a URL parser would take for an IPv4 address in one of its odd forms (decimal, octal, hexadecimal, short). */
const ENDS_IN_NUMBER = /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/;

const PORT_PROBLEM = refuse(
  "What follows the colon after the host is not a port from 1 to 65535.",
  "Write <host>:<port>. If a secret key was meant, write <accessKey>:<secretKey>@<host> with the secret percent-encoded.",
);

/** Reads `host[:port]`: a DNS name, a dotted IPv4 address or a bracketed IPv6 address. Never quotes its input. */
export function parseHostPort(text: string): HostPort | AddressFailure {
  const [, hostText = "", colon, portText] = /^(\[[^\]]*\]|[^:]*)(:)?(.*)$/s.exec(text) ?? [];
  if (colon === undefined && portText) return refuse("The host in brackets is followed by something else.");
  const host = canonicalHost(hostText.toLowerCase());
  if (typeof host !== "string") return host;
  if (colon === undefined) return { host };
  if (!/^[1-9]\d{0,4}$/.test(portText ?? "") || Number(portText) > 65535) return PORT_PROBLEM;
  return { host, port: Number(portText) };
}

function canonicalHost(text: string): string | AddressFailure {
  if (text.startsWith("[")) return canonicalIpv6(text.slice(1, -1));
  const host = text.replace(/\.$/, "");
  if (host === "") return refuse("The address has no host.");
  if (ENDS_IN_NUMBER.test(host)) {
    return IPV4.test(host) ? host : refuse("The host is not an IPv4 address of four decimal numbers.");
  }
  if (host.length > 253 || !host.split(".").every((label) => LABEL.test(label))) {
    return refuse(
      "The host is not a valid DNS name: labels of ASCII letters, digits and hyphens, joined by single dots.",
    );
  }
  return host;
}

function canonicalIpv6(text: string): string | AddressFailure {
  if (!/^[0-9a-f:.]+$/.test(text) || !ipaddr.IPv6.isValid(text)) {
    return refuse("The host in brackets is not an IPv6 address.");
  }
  const address = ipaddr.IPv6.parse(text);
  if (address.isIPv4MappedAddress()) {
    return refuse("The host is an IPv4 address dressed as IPv6.", "Write the IPv4 address itself.");
  }
  // As WHATWG URL spells it, so that every spelling of one store has one claim.
  return new URL(`http://[${address.toNormalizedString()}]`).hostname;
}
