import {
  createReadStream,
  createWriteStream,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Bytes at rest, in memory or in a file. */
export type Content = Buffer | { file: string; size: number };

/** What a reply sends of some content. */
export interface Slice {
  content: Content;
  /** The first byte. */
  from: number;
  size: number;
}

export function sizeOf(content: Content): number {
  return Buffer.isBuffer(content) ? content.length : content.size;
}

/** All of it; for what is known to be small. */
export function bytesOf(content: Content): Buffer {
  return Buffer.isBuffer(content) ? content : readFileSync(content.file);
}

/** Holds the file from now on, whatever becomes of its name meanwhile. */
export function openSlice({ content, from, size }: Slice): Readable {
  if (size === 0) return Readable.from([]);
  if (Buffer.isBuffer(content)) return Readable.from([content.subarray(from, from + size)]);
  const fd = openSync(content.file, "r");
  return createReadStream(content.file, { fd, start: from, end: from + size - 1 });
}

/** One after the other, in that file or, without one, in memory. */
export async function concatenate(contents: readonly Content[], file: string | undefined): Promise<Content> {
  if (file === undefined) return Buffer.concat(contents.map(bytesOf));
  const readAll = async function* () {
    for (const content of contents) yield* openSlice({ content, from: 0, size: sizeOf(content) });
  };
  await pipeline(readAll, createWriteStream(file));
  return { file, size: contents.reduce((sum, content) => sum + sizeOf(content), 0) };
}

/** The end of a name under which a file is still being written. */
export const UNFINISHED = ".new";

/** Puts content under a file name for good; a file is moved there. The name never stands for half of it. */
export function settle(content: Content, file: string): Content {
  if (Buffer.isBuffer(content)) writeFileSync(file + UNFINISHED, content);
  renameSync(Buffer.isBuffer(content) ? file + UNFINISHED : content.file, file);
  return { file, size: sizeOf(content) };
}

/** Removes the file, if it is one and still there. */
export function discard(content: Content): void {
  if (!Buffer.isBuffer(content)) rmSync(content.file, { force: true });
}
