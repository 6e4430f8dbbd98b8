import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { type Content, discard } from "./content.ts";
import { crc32c } from "./crc32c.ts";

/** More than this does not stay in memory where there is a folder for it. */
const BLOCK_BYTES = 1024 * 1024;

/** What a client sent, and its checksums. */
export interface Body {
  content: Content;
  /** Base64. */
  md5: string;
  /** Hexadecimal. */
  sha256: string;
  crc32c: number;
}

/**
 * Reads a request to its end. A large body goes to a new file in the folder as it comes in, and is its reader's to
 * move or discard. Rejects with Node's error, the file gone, when the client leaves in between.
 */
export async function receiveBody(message: IncomingMessage, dir: string | undefined): Promise<Body> {
  const [md5, sha256] = [createHash("md5"), createHash("sha256")];
  const file = dir === undefined ? undefined : join(dir, randomUUID());
  let checksum = 0;
  let size = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;
  let handle: FileHandle | undefined;
  const flush = async () => {
    if (file === undefined) return;
    handle ??= await open(file, "w");
    await handle.writeFile(Buffer.concat(held));
    held = [];
    heldBytes = 0;
  };
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      md5.update(chunk);
      sha256.update(chunk);
      checksum = crc32c(chunk, checksum);
      size += chunk.length;
      held.push(chunk);
      heldBytes += chunk.length;
      if (heldBytes > BLOCK_BYTES) await flush();
    }
    if (handle !== undefined) await flush();
  } catch (error) {
    if (file !== undefined) discard({ file, size });
    throw error;
  } finally {
    await handle?.close();
  }
  return {
    content: handle === undefined || file === undefined ? Buffer.concat(held) : { file, size },
    md5: md5.digest("base64"),
    sha256: sha256.digest("hex"),
    crc32c: checksum,
  };
}
