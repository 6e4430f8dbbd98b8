import { hash } from "node:crypto";
import { percentEncode } from "./percent-encode.ts";

/** Headers as a canonical request lists them. */
interface CanonicalHeaders {
  /** Sorted. */
  names: string[];
  /** A line for each, with its end. */
  lines: string;
}

/** The parts that AWS's Signature Version 4 and Google's V4, which was made from it, have in common. */
export function canonicalHeaders(headers: Readonly<Record<string, string>>): CanonicalHeaders {
  const names = Object.keys(headers).sort();
  let lines = "";
  for (const name of names) lines += `${name}:${canonicalValue(headers[name] ?? "")}\n`;
  return { names, lines };
}

/**
 * Query parameters in canonical order, each with a `&` in front. Throws a plain Error when a name would not sort after
 * `after`, the signature's own last parameter.
 */
export function encodeParameters(parameters: Readonly<Record<string, string>>, after: string): string {
  let encoded = "";
  for (const name of Object.keys(parameters).sort()) {
    if (name <= after) throw new Error(`The query parameter ${name} sorts among those of the signature`);
    encoded += `&${percentEncode(name)}=${percentEncode(parameters[name] ?? "")}`;
  }
  return encoded;
}

/** What the signature is computed over; `stamp` is `YYYYMMDDTHHMMSSZ`. */
export function stringToSign(
  algorithm: string,
  stamp: string,
  scope: string,
  canonicalRequest: string,
): string {
  return `${algorithm}\n${stamp}\n${scope}\n${hash("sha256", canonicalRequest, "hex")}`;
}

/** `YYYYMMDDTHHMMSSZ`, in UTC. */
export function stampOf(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** Stores trim a header's value and take a run of blanks for one before they compare signatures. */
function canonicalValue(value: string): string {
  return value.replace(/[\r\n\t ]+/g, " ").replace(/^ | $/g, "");
}

/** Headers by lower-case name, as they are signed. */
export function lowerCaseNames(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** What one signed URL depends on. */
export interface UrlRequest {
  method: string;
  /** The host as the store verifies it: at S3 with the port unless it is the scheme's default, at Google without. */
  host: string;
  /** Percent-encoded once, as it stands in the URL; starts with a slash. */
  path: string;
  /** Parameters besides the signature's own, not encoded. Every name must sort after `X-…-SignedHeaders`. */
  parameters: Readonly<Record<string, string>>;
  /** Headers besides Host that the client must send unchanged; lower-case names. */
  headers: Readonly<Record<string, string>>;
  signedAt: Date;
  /** 1 to 604,800. */
  expiresInSeconds: number;
}
