import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Content, discard, settle, UNFINISHED } from "./content.ts";

/** An upload in parts that is neither complete nor aborted. */
export interface Upload {
  uploadId: string;
  bucketName: string;
  key: string;
  /** What the object is to have stored, lower-case names. */
  headers: Record<string, string>;
}

export interface Part {
  /** 1 to 10,000. */
  partNumber: number;
  /** The hexadecimal MD5 of its bytes. */
  etag: string;
  crc32c: number;
  /** Milliseconds since 1970. */
  updatedMs: number;
  content: Content;
}

export interface MultipartShelf {
  begin(facts: Omit<Upload, "uploadId">): Upload;
  /** Undefined for the upload of another object too. */
  find(bucketName: string, key: string, uploadId: string): Upload | undefined;
  /** A part that was sent again replaces the one before. */
  putPart(upload: Upload, part: Part): void;
  /** By ascending numbers. */
  partsOf(upload: Upload): Part[];
  /** Nobody finds the upload any more; its parts stay until it is removed. */
  close(upload: Upload): void;
  remove(upload: Upload): void;
}

const FACTS = "upload.json";

/** Holds uploads in memory or, given a folder, in a folder each: a JSON document, and a file a part. */
export function openMultipartShelf(dir: string | undefined): MultipartShelf {
  const uploads = new Map<string, { upload: Upload; parts: Map<number, Part> }>();
  if (dir !== undefined) {
    mkdirSync(dir, { recursive: true });
    for (const uploadId of readdirSync(dir)) {
      const folder = join(dir, uploadId);
      if (!existsSync(join(folder, FACTS))) rmSync(folder, { recursive: true });
      else {
        const upload = JSON.parse(readFileSync(join(folder, FACTS), "utf8")) as Upload;
        uploads.set(uploadId, { upload, parts: readParts(folder) });
      }
    }
  }
  const partsOf = ({ uploadId }: Upload) => uploads.get(uploadId)?.parts ?? new Map<number, Part>();
  return {
    begin(facts) {
      const upload = { ...facts, uploadId: randomBytes(48).toString("base64url") };
      uploads.set(upload.uploadId, { upload, parts: new Map() });
      if (dir !== undefined) {
        mkdirSync(join(dir, upload.uploadId));
        settle(Buffer.from(JSON.stringify(upload)), join(dir, upload.uploadId, FACTS));
      }
      return upload;
    },
    find(bucketName, key, uploadId) {
      const upload = uploads.get(uploadId)?.upload;
      return upload?.bucketName === bucketName && upload.key === key ? upload : undefined;
    },
    putPart(upload, part) {
      const parts = partsOf(upload);
      const before = parts.get(part.partNumber);
      const file = dir && join(dir, upload.uploadId, nameOf(part));
      const content = file ? settle(part.content, file) : part.content;
      parts.set(part.partNumber, { ...part, content });
      if (before && !(file && "file" in before.content && before.content.file === file))
        discard(before.content);
    },
    partsOf: (upload) =>
      [...partsOf(upload).values()].sort((one, other) => one.partNumber - other.partNumber),
    close({ uploadId }) {
      uploads.delete(uploadId);
    },
    remove({ uploadId }) {
      uploads.delete(uploadId);
      if (dir !== undefined) rmSync(join(dir, uploadId), { recursive: true });
    },
  };
}

/** A part's file says all that there is to know of it. */
function nameOf({ partNumber, etag, crc32c, updatedMs }: Part): string {
  return [partNumber, updatedMs, etag, crc32c].join("-");
}

function readParts(folder: string): Map<number, Part> {
  const parts = readdirSync(folder)
    .filter((name) => name !== FACTS && !name.endsWith(UNFINISHED))
    .map((name): Part => {
      const [partNumber = "", updatedMs = "", etag = "", crc32c = ""] = name.split("-");
      const file = join(folder, name);
      return {
        partNumber: Number(partNumber),
        etag,
        crc32c: Number(crc32c),
        updatedMs: Number(updatedMs),
        content: { file, size: statSync(file).size },
      };
    });
  parts.sort((one, other) => one.updatedMs - other.updatedMs);
  return new Map(parts.map((part) => [part.partNumber, part]));
}
