import type { GrantMethod } from "../storage/signer.ts";
import type { IssuedGrant, IssuedGrants, RefusedObject } from "./issue-grants.ts";

/** One object of a compact answer; see `compactGrants` for what its URL is. */
export interface CompactItem {
  key: string;
  path: string;
  query?: string;
  headers?: Record<string, string>;
  signature: string;
}

/** What the URLs of an answer have in common, once, and what each has of its own. */
export interface CompactGrants {
  team: string;
  method: GrantMethod;
  /** The least of the URLs'. ISO 8601. */
  expiresAt: string;
  refreshAfter: string;
  base: string;
  query: string;
  signatureParam: string;
  items: (CompactItem | RefusedObject)[];
}

/** The parameter that holds the signature, at each provider. */
const SIGNATURE = /^(X-Amz-Signature|X-Goog-Signature|sig)=/;

/**
 * The same grants, a fifth as long:
 * `url = base + path + "?" + query + (item.query ? "&" + item.query : "") + "&" + signatureParam + "=" + signature`.
 * The order of a query's parameters is no part of any provider's signature. `now` stands for the end of an answer in
 * which nothing could be signed.
 */
export function compactGrants({ team, urls }: IssuedGrants, method: GrantMethod, now: Date): CompactGrants {
  const grants = urls.filter((entry): entry is IssuedGrant => "url" in entry);
  const parts = new Map(grants.map((grant) => [grant, partsOf(grant.url)]));
  const [first, ...others] = parts.values();
  const base = commonBase([...parts.values()].map(({ location }) => location));
  const shared = (first?.query ?? []).filter((pair) => others.every(({ pairs }) => pairs.has(pair)));
  const isShared = new Set(shared);
  const end = now.toISOString();
  return {
    team,
    method,
    expiresAt: leastOf(grants.map(({ expiresAt }) => expiresAt)) ?? end,
    refreshAfter: leastOf(grants.map(({ refreshAfter }) => refreshAfter)) ?? end,
    base,
    query: shared.join("&"),
    signatureParam: first?.signatureParam ?? "",
    items: urls.map((entry) => {
      const found = "url" in entry ? parts.get(entry) : undefined;
      if (found === undefined || !("url" in entry)) return entry as RefusedObject;
      const own = found.query.filter((pair) => !isShared.has(pair)).join("&");
      return {
        key: entry.key,
        path: found.location.slice(base.length),
        ...(own === "" ? {} : { query: own }),
        ...(Object.keys(entry.headers).length === 0 ? {} : { headers: entry.headers }),
        signature: found.signature,
      };
    }),
  };
}

interface UrlParts {
  /** Up to the query. */
  location: string;
  /** All but the signature. */
  query: string[];
  pairs: ReadonlySet<string>;
  signatureParam: string;
  signature: string;
}

function partsOf(url: string): UrlParts {
  const mark = url.indexOf("?");
  const all = url.slice(mark + 1).split("&");
  const signed = all.find((pair) => SIGNATURE.test(pair)) ?? "";
  const query = all.filter((pair) => pair !== signed);
  const equals = signed.indexOf("=");
  return {
    location: url.slice(0, mark),
    query,
    pairs: new Set(query),
    signatureParam: signed.slice(0, equals),
    signature: signed.slice(equals + 1),
  };
}

/** What all locations begin with, up to a slash. */
function commonBase(locations: readonly string[]): string {
  const [first = ""] = locations;
  let length = first.length;
  for (const location of locations) {
    let same = 0;
    while (same < length && location.charCodeAt(same) === first.charCodeAt(same)) same++;
    length = same;
  }
  return first.slice(0, first.lastIndexOf("/", length - 1) + 1);
}

function leastOf(times: readonly string[]): string | undefined {
  return times.reduce<string | undefined>(
    (least, time) => (least === undefined || time < least ? time : least),
    undefined,
  );
}
