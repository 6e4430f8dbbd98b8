import { AppError } from "../../errors.ts";
import type { Principal } from "../../principal.ts";
import type { Room } from "../../storage/room.ts";
import { boundProblem } from "../bound-headers.ts";
import { lifeSeconds, refreshTime } from "../expiry.ts";
import type { MultipartDeps, Target } from "./open-upload.ts";
import type { PartPage } from "./part-numbers.ts";

/** A permission to send one part, exercised by a PUT with exactly these headers. */
export interface PartGrant {
  partNumber: number;
  url: string;
  headers: Record<string, string>;
  /** ISO 8601. */
  expiresAt: string;
  refreshAfter: string;
}

export interface PartGrants {
  parts: PartGrant[];
  nextPartNumber?: number;
}

/** Parts that can be signed for, and how many seconds their URLs are to live. */
export interface SignablePage extends PartPage {
  expiresInSeconds: number;
}

/** Throws `presign.expires_in_invalid`, `object.invalid` and `binding.unsupported`. */
export function signable(
  page: PartPage,
  { title, binds }: Room,
  expiresIn: number | undefined,
): SignablePage {
  for (const { partNumber, contentMd5 } of page.parts) {
    if (contentMd5 === undefined) continue;
    const problem = boundProblem({ contentMd5 });
    if (problem !== undefined) throw new AppError("object.invalid", `Part ${partNumber}: ${problem}`);
    if (!binds.contentMd5)
      throw new AppError("binding.unsupported", `${title} cannot bind contentMd5 into a URL.`);
  }
  return { ...page, expiresInSeconds: lifeSeconds("PUT", expiresIn) };
}

/** Signs a URL for each part. */
export async function signParts(
  { attribution, now }: Pick<MultipartDeps, "attribution" | "now">,
  { sub }: Principal,
  { binding, fullKey }: Target,
  storeId: string,
  { parts, nextPartNumber, expiresInSeconds }: SignablePage,
): Promise<PartGrants> {
  const multipart = await binding.multipart();
  const grants = await Promise.all(
    parts.map(async ({ partNumber, contentMd5 }): Promise<PartGrant> => {
      const { url, headers, expiresAt } = await multipart.part(fullKey, storeId, partNumber, {
        expiresInSeconds,
        ...(contentMd5 === undefined ? {} : { contentMd5 }),
        ...(attribution ? { user: sub } : {}),
      });
      const refreshAfter = refreshTime(now(), expiresAt).toISOString();
      return { partNumber, url, headers, expiresAt: expiresAt.toISOString(), refreshAfter };
    }),
  );
  const fitting = grants.slice(0, countThatFits(grants));
  const next = grants[fitting.length]?.partNumber ?? nextPartNumber;
  return { parts: fitting, ...(next === undefined ? {} : { nextPartNumber: next }) };
}

/** Bytes of an answer, and of a grant besides its URL and headers; see `answer-size.ts`. */
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;
const AROUND_BYTES = 256;

/** Long keys and session tokens make URLs of which a thousand do not fit into one answer. */
function countThatFits(grants: readonly PartGrant[]): number {
  let bytes = 0;
  const tooMany = grants.findIndex(({ url, headers }) => {
    bytes += AROUND_BYTES + url.length + JSON.stringify(headers).length;
    return bytes > MAX_ANSWER_BYTES;
  });
  return tooMany < 0 ? grants.length : tooMany;
}
