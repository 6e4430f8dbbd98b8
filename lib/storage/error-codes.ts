import type { Cause } from "./room.ts";

/** A provider's error codes by what they mean to us; each code once. */
export type CodeTable = Partial<Record<Cause, readonly string[]>>;

export function causesByCode(table: CodeTable): ReadonlyMap<string, Cause> {
  const rows = Object.entries(table) as [Cause, readonly string[]][];
  return new Map(rows.flatMap(([cause, codes]) => codes.map((code): [string, Cause] => [code, cause])));
}

/** The code in an XML error document as S3, Cloud Storage and Azure write it. */
export function xmlErrorCode(document: string): string | undefined {
  const text = document.slice(0, 4096); // an error document is short, and the expression slow on what is none
  return /<Error[\s>][\s\S]*?<Code>\s*([A-Za-z0-9.]{1,80})\s*<\/Code>/.exec(text)?.[1];
}

/** What an answer without a body means: the answer to a HEAD. */
const CAUSE_OF_BARE_STATUS = new Map<number, Cause>([
  [401, "access-denied"],
  [403, "access-denied"],
  [404, "no-such-key"],
  [405, "not-supported"],
]);

/** The meaning of an error answer whose code, if it has one, is not known. `silent`: it has neither code nor body. */
export function causeOfStatus(status: number, { silent }: { silent: boolean }): Cause {
  if (status === 501) return "not-supported";
  if (status >= 500 || status === 429 || status === 408) return "unavailable";
  return (silent ? CAUSE_OF_BARE_STATUS.get(status) : undefined) ?? "unreadable";
}

/**
 * True for what servers of the usual kinds answer to http on their https port: Go's (so MinIO, Caddy, Traefik), nginx's
 * and Apache's.
 */
export function wantsHttps(text: string): boolean {
  return /HTTP request to an HTTPS server|plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL-enabled/i.test(
    text,
  );
}
