import { AppError } from "../errors.ts";
import type { CompactItem } from "./compact-grants.ts";
import type { IssuedGrant, RefusedObject } from "./issue-grants.ts";

/** Bytes of the answer; the rest, up to what Lambda lets through, is for what wraps it. */
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;
/**
 * Bytes of the answer as a string inside Lambda's JSON, where each quote and backslash counts again.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MAX_WRAPPED_BYTES = 6 * 1024 * 1024;
/** Bytes that are kept for all that is not an entry: the team's name, and the headers in Lambda's JSON. */
const AROUND_BYTES = 2048;

type Entry = IssuedGrant | RefusedObject | CompactItem;

/** Throws `presign.answer_too_large` with a count of objects that does fit, from the first one on. */
export function requireAnswerFits(entries: readonly Entry[]): void {
  let most = AROUND_BYTES;
  for (const entry of entries) most += mostBytes(entry);
  if (most <= MAX_ANSWER_BYTES) return;

  let bytes = AROUND_BYTES;
  let wrappedBytes = AROUND_BYTES;
  let fitting = 0;
  for (const entry of entries) {
    const text = JSON.stringify(entry);
    bytes += Buffer.byteLength(text) + 1;
    wrappedBytes += Buffer.byteLength(JSON.stringify(text));
    if (bytes > MAX_ANSWER_BYTES || wrappedBytes > MAX_WRAPPED_BYTES) break;
    fitting++;
  }
  if (fitting === entries.length) return;
  const detail =
    fitting === 0
      ? "The first object's key is too long to be answered."
      : `The answer to ${entries.length} objects would be too large. Ask for at most ${fitting} at a time.`;
  throw new AppError("presign.answer_too_large", detail, { extra: { allowed: fitting } });
}

/** Bytes that are no value of a full entry or a refusal, and of a compact one: names, quotes, times, a refusal's words. */
const FRAME_BYTES = 512;
const COMPACT_FRAME_BYTES = 128;
/** What JSON in JSON takes as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;
/** Of a key the worst character is \\u0001, of a header's value \\\". */
const MOST_BYTES_OF_CHARACTER = 7;

/** At least the bytes that an entry takes inside Lambda's JSON: cheap, so that common answers are not written twice. */
function mostBytes(entry: Entry): number {
  const { key } = entry;
  const most = PLAIN.test(key) ? key.length : MOST_BYTES_OF_CHARACTER * key.length;
  if ("error" in entry) return FRAME_BYTES + most;
  // URLs are plain.
  const length = "url" in entry ? FRAME_BYTES + entry.url.length : compactLength(entry);
  return most + length + headersBytes(entry.headers);
}

function compactLength({ path, query = "", signature }: CompactItem): number {
  return COMPACT_FRAME_BYTES + path.length + query.length + signature.length;
}

function headersBytes(headers: Record<string, string> = {}): number {
  let most = 0;
  for (const name in headers) most += 16 + 4 * (name.length + (headers[name]?.length ?? 0));
  return most;
}
