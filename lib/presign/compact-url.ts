/** What a client needs of a compact answer to make a URL of it; no import, so that it can be taken as it is. */
export interface CompactAnswer {
  base: string;
  query: string;
  signatureParam: string;
}

/** One item's URL: `items.map((item) => compactUrl(answer, item))`. */
export function compactUrl(
  { base, query, signatureParam }: CompactAnswer,
  item: { path: string; query?: string; signature: string },
): string {
  return `${base}${item.path}?${query}${item.query ? `&${item.query}` : ""}&${signatureParam}=${item.signature}`;
}
