import { randomBytes } from "node:crypto";
import { CRC32C } from "@google-cloud/storage";
import { expect, test } from "vitest";
import { crc32c, crc32cText, joinedCrc32c } from "../../../../functions/local/gcs/crc32c.ts";

function oracle(bytes: Uint8Array): string {
  const sum = new CRC32C();
  sum.update(Buffer.from(bytes));
  return sum.toString();
}

test.each([0, 1, 2, 7, 255, 256, 4096, 100_003])("%i bytes have the SDK's checksum", (size) => {
  const bytes = randomBytes(size);
  expect(crc32cText(crc32c(bytes))).toBe(oracle(bytes));
  const half = size >> 1;
  expect(crc32c(bytes.subarray(half), crc32c(bytes.subarray(0, half)))).toBe(crc32c(bytes));
});

test.each([
  [0, 0],
  [0, 9],
  [9, 0],
  [1, 1],
  [3, 65_536],
  [65_537, 12_345],
])("texts of %i and %i bytes are joined without reading them", (one, other) => {
  const [first, second] = [randomBytes(one), randomBytes(other)];
  const joined = joinedCrc32c(crc32c(first), crc32c(second), other);
  expect(crc32cText(joined)).toBe(oracle(Buffer.concat([first, second])));
});
