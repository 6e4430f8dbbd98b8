/** The Castagnoli polynomial, bits reversed. https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4 */
const POLYNOMIAL = 0x82f63b78;
const ONE = 0x80000000;

const TABLE = Int32Array.from({ length: 256 }, (_, index) => {
  let rest = index;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  return rest;
});

/** The CRC32C of bytes, or of what has the checksum `before` with these bytes after it. */
export function crc32c(bytes: Uint8Array, before = 0): number {
  let rest = ~before;
  // By index, which is four times as fast as for...of.
  for (let index = 0; index < bytes.length; index++) {
    rest = (TABLE[(rest ^ (bytes[index] ?? 0)) & 0xff] ?? 0) ^ (rest >>> 8);
  }
  return ~rest >>> 0;
}

/** The CRC32C of one text followed by another of `size` bytes, without reading either. */
export function joinedCrc32c(one: number, other: number, size: number): number {
  let shift = ONE;
  // x^8, squared for every binary digit of the size.
  let power = 0x00800000;
  for (let left = size; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) shift = product(power, shift);
    power = product(power, power);
  }
  return (product(shift, one) ^ other) >>> 0;
}

/** As `x-goog-hash` has it: big-endian, Base64. https://cloud.google.com/storage/docs/xml-api/reference-headers#xgooghash */
export function crc32cText(checksum: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(checksum);
  return bytes.toString("base64");
}

/** The product of two polynomials over GF(2), modulo the one above. */
function product(one: number, other: number): number {
  let sum = 0;
  let shifted = other;
  for (let mask = ONE; mask !== 0; mask >>>= 1) {
    if (one & mask) sum ^= shifted;
    shifted = shifted & 1 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1;
  }
  return sum >>> 0;
}
