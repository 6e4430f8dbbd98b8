import { hash } from "node:crypto";
import { percentEncode } from "./percent-encode.ts";

/** What one signed URL depends on. */
export interface UrlRequest {
  method: string;
  /** The host as the store verifies it: at S3 with the port unless it is the scheme's default, at Google without. */
  host: string;
  /** Percent-encoded once, as it stands in the URL; starts with a slash. */
  path: string;
  /** Parameters besides the signature's own, not encoded. Every name must sort after `X-…-SignedHeaders`. */
  parameters: Readonly<Record<string, string>>;
  /** Headers besides Host that the client must send unchanged. */
  headers: Readonly<Record<string, string>>;
  signedAt: Date;
  /** 1 to 604,800. */
  expiresInSeconds: number;
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

/** The hexadecimal hash of a canonical request, which the string to sign ends in. */
export function requestHash(canonicalRequest: string): string {
  return hash("sha256", canonicalRequest, "hex");
}

/** The string to sign, up to the hash; `stamp` is `YYYYMMDDTHHMMSSZ`. */
export function stringToSignStart(algorithm: string, stamp: string, scope: string): string {
  return `${algorithm}\n${stamp}\n${scope}\n`;
}
