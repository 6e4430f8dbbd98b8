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

/**
 * The same grants, a fifth as long:
 * `url = base + path + "?" + query + (item.query ? "&" + item.query : "") + "&" + signatureParam + "=" + signature`.
 * The order of a query's parameters is no part of any provider's signature. `now` stands for the end of an answer in
 * which nothing could be signed.
 */
export function compactGrants({ team, urls }: IssuedGrants, method: GrantMethod, now: Date): CompactGrants {
  const grants = urls.filter((entry): entry is IssuedGrant => "url" in entry);
  const parts = grants.map(({ url }) => partsOf(url));
  const base = commonBase(parts);
  const query = commonQuery(parts);
  const end = now.toISOString();
  let next = 0;
  return {
    team,
    method,
    expiresAt: leastOf(grants.map(({ expiresAt }) => expiresAt)) ?? end,
    refreshAfter: leastOf(grants.map(({ refreshAfter }) => refreshAfter)) ?? end,
    base,
    query: query.shared,
    signatureParam: parts[0]?.signatureParam ?? "",
    items: urls.map((entry) => {
      const found = "url" in entry ? parts[next++] : undefined;
      if (found === undefined || !("url" in entry)) return entry as RefusedObject;
      const own = query.ownOf(found.query);
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
  query: string;
  signatureParam: string;
  signature: string;
}

/** The parameter that holds the signature, at each provider, and what it holds. */
const SIGNATURE = /[?&](X-Amz-Signature|X-Goog-Signature|sig)=([^&]*)/;

function partsOf(url: string): UrlParts {
  const mark = url.indexOf("?");
  const query = url.slice(mark);
  const found = SIGNATURE.exec(query);
  if (found === null) throw new Error("A signed URL has no signature.");
  const [signed, signatureParam = "", signature = ""] = found;
  const before = query.slice(1, found.index);
  const after = query.slice(found.index + signed.length);
  return {
    location: url.slice(0, mark),
    query: found.index === 0 ? after.slice(1) : before + after,
    signatureParam,
    signature,
  };
}

/** What all locations begin with, up to a slash. */
function commonBase(parts: readonly UrlParts[]): string {
  const first = parts[0]?.location ?? "";
  let length = first.length;
  for (const { location } of parts) {
    let same = 0;
    while (same < length && location.charCodeAt(same) === first.charCodeAt(same)) same++;
    length = same;
  }
  return first.slice(0, first.lastIndexOf("/", length - 1) + 1);
}

/** The parameters that all URLs have, and what each query has besides; there are few different ones in a batch. */
function commonQuery(parts: readonly UrlParts[]) {
  const pairsOf = new Map<string, string[]>();
  for (const { query } of parts) if (!pairsOf.has(query)) pairsOf.set(query, query.split("&"));
  const [first = [], ...others] = [...pairsOf.values()].map((pairs) => new Set(pairs));
  const shared = new Set([...first].filter((pair) => others.every((pairs) => pairs.has(pair))));
  const own = new Map(
    [...pairsOf].map(([query, pairs]) => [query, pairs.filter((pair) => !shared.has(pair)).join("&")]),
  );
  return { shared: [...shared].join("&"), ownOf: (query: string) => own.get(query) ?? "" };
}

function leastOf(times: readonly string[]): string | undefined {
  return times.reduce<string | undefined>(
    (least, time) => (least === undefined || time < least ? time : least),
    undefined,
  );
}
