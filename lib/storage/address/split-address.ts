import { type AddressFailure, refuse } from "./address-result.ts";
import type { Scheme } from "./forms.ts";
import { takeScheme } from "./scheme.ts";

export interface SplitAddress {
  scheme: Scheme;
  /** Still percent-encoded; holds the secret. Absent when none was written or it was empty. */
  userinfo?: string;
  /** True when an `@` stood before the authority: then it is an endpoint, never a bucket. */
  endpointMarked: boolean;
  /** `<host[:port]>` or a bucket's name. */
  authority: string;
  /** What follows the authority's slash, up to the query. */
  rest: string;
  query: string;
}

const ENCODE =
  "Percent-encode what stands before the @: / as %2F, @ as %40, ? as %3F, # as %23, % as %25, in a private key also each line break as %0A. A path that holds an @ beside keys goes into the field path.";

/**
 * Splits an address without a URL parser, which would quietly repair what it does not understand and could put
 * parts of a secret into host or path.
 *
 * The authority ends at the first `/`, `?` or `#`; inside it the last `@` ends the userinfo, so a bare `@` in a
 * secret does no harm. A bare `/`, `?` or `#` in a secret ends the authority too early, and an `@` shows up behind
 * it: that cannot be told from a bucket and a path, so it is refused where keys may be involved. An empty userinfo
 * (`s3://@<host>/…`, as printed for paths that hold an `@`) says that no keys are.
 */
export function splitAddress(text: string): SplitAddress | AddressFailure {
  if (text.length > 8192) return refuse("The address is longer than 8,192 characters.");
  const trimmed = text.trim();
  if (/[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]/u.test(trimmed)) {
    return refuse(
      "The address holds a control character, such as a line break.",
      "Write it on one line; a line break inside a private key is written %0A.",
    );
  }
  const start = takeScheme(trimmed);
  if ("ok" in start) return start;
  const [, section = "", tail = ""] = /^([^/?#]*)(.*)$/s.exec(start.rest) ?? [];
  const at = section.lastIndexOf("@");
  if (hidesKeys(section, at, tail)) {
    return refuse("The key before the @ holds a character that ends it too early.", ENCODE);
  }
  if (tail.includes("#")) {
    return refuse("A # cannot be written in an address.", "In a key, write %23. A path cannot hold it.");
  }
  const [, rest = "", query = ""] = /^\/?([^?]*)\??(.*)$/s.exec(tail) ?? [];
  return {
    scheme: start.scheme,
    ...(at > 0 ? { userinfo: section.slice(0, at) } : {}),
    endpointMarked: at >= 0,
    authority: section.slice(at + 1),
    rest,
    query,
  };
}

function hidesKeys(section: string, at: number, tail: string): boolean {
  const later = tail.lastIndexOf("@");
  if (later < 0 || at === 0) return false;
  return section.includes(":") || tail.slice(0, later).includes(":");
}
