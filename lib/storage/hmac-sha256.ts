import { hash } from "node:crypto";

/** Bytes of one block of SHA-256, and of its result. */
const BLOCK = 64;
const DIGEST = 32;

/** The MAC of what always comes first, followed by `rest`; both count as UTF-8. */
export type HmacSha256 = (rest: string, encoding: "hex" | "base64") => string;

/**
 * HMAC-SHA-256 of many short texts that begin alike: H((K ^ opad) || H((K ^ ipad) || start || rest)). The padded keys
 * and the start are written once, into buffers that are kept, so a MAC is two one-shot hashes: 0.7 µs, where
 * `createHmac` takes 1.6 with a KeyObject and 9 with a Buffer (Node 24). https://www.rfc-editor.org/rfc/rfc2104
 */
export function hmacSha256(key: Uint8Array, start = ""): HmacSha256 {
  const beginning = Buffer.concat([paddedKey(key, 0x36), Buffer.from(start)]);
  const outer = Buffer.concat([paddedKey(key, 0x5c)], BLOCK + DIGEST);
  let room = beginning;
  let message = beginning;

  return (rest, encoding) => {
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    const atMost = beginning.length + 3 * rest.length;
    if (room.length < atMost) room = message = Buffer.concat([beginning], 2 * atMost);
    const end = beginning.length + room.write(rest, beginning.length);
    if (message.length !== end) message = room.subarray(0, end);
    outer.write(hash("sha256", message, "binary"), BLOCK, "latin1");
    return hash("sha256", outer, encoding);
  };
}

/** A key that is longer than a block counts by its hash. */
function paddedKey(key: Uint8Array, pad: number): Buffer {
  const padded = Buffer.alloc(BLOCK, pad);
  const short = key.length > BLOCK ? hash("sha256", key, "buffer") : key;
  for (const [index, byte] of short.entries()) padded[index] = byte ^ pad;
  return padded;
}
