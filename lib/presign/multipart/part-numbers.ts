import { AppError } from "../../errors.ts";

/** The most that S3 takes; Azure would take 50,000. https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const MAX_PARTS = 10_000;
/** URLs in one answer. */
export const PAGE_PARTS = 1_000;

export interface AskedPart {
  partNumber: number;
  /** Base64 of the MD5's 16 bytes. */
  contentMd5?: string;
}

export interface PartPage {
  parts: readonly AskedPart[];
  /** The first part that has no URL in this page. */
  nextPartNumber?: number;
}

/** The parts of one answer: those that are named, or the first of so many. Throws `request.invalid`. */
export function pageOf(asked: { parts?: readonly AskedPart[]; partCount?: number }): PartPage {
  const { parts, partCount } = asked;
  if ((parts === undefined) === (partCount === undefined)) throw invalid("Give either parts or partCount.");
  if (parts !== undefined) {
    if (parts.length > PAGE_PARTS)
      throw invalid(`One answer has URLs for at most ${PAGE_PARTS} parts; ask for the others by refresh.`);
    requireDistinct(parts);
    return { parts };
  }
  const count = partCount ?? 0;
  const shown = Math.min(count, PAGE_PARTS);
  return {
    parts: Array.from({ length: shown }, (_, index) => ({ partNumber: index + 1 })),
    ...(count > shown ? { nextPartNumber: shown + 1 } : {}),
  };
}

/** Throws `request.invalid` when a part is named twice. */
export function requireDistinct(parts: readonly { partNumber: number }[]): void {
  const seen = new Set<number>();
  for (const { partNumber } of parts) {
    if (seen.has(partNumber)) throw invalid(`Part ${partNumber} is named more than once.`);
    seen.add(partNumber);
  }
}

function invalid(detail: string): AppError {
  return new AppError("request.invalid", detail);
}
