import { AppError } from "../errors.ts";
import type { IssuedGrants } from "./issue-grants.ts";

/** Bytes. A Lambda function answers 6 MB at most, and API Gateway wraps the answer. */
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;
/** Characters of URLs up to which no answer comes near the limit, whatever its keys are. */
const SURELY_SMALL = 1024 * 1024;

/** Throws `presign.answer_too_large` with a count of objects that does fit. */
export function requireAnswerFits({ urls }: IssuedGrants): void {
  let roughly = 0;
  for (const entry of urls) roughly += "url" in entry ? entry.url.length : entry.key.length;
  if (roughly < SURELY_SMALL) return;

  const encoder = new TextEncoder();
  let bytes = 0;
  let fitting = 0;
  for (const entry of urls) {
    bytes += encoder.encode(JSON.stringify(entry)).byteLength + 1;
    if (bytes <= MAX_ANSWER_BYTES - 1024) fitting++;
  }
  if (fitting === urls.length) return;
  throw new AppError(
    "presign.answer_too_large",
    `The answer to ${urls.length} objects would be larger than ${MAX_ANSWER_BYTES} bytes. Ask for at most ${fitting} at a time.`,
    { extra: { allowed: fitting } },
  );
}
