import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hmacSha256 } from "../../../lib/storage/hmac-sha256.ts";

const texts = fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: "binary", maxLength: 400 }));

test("is what createHmac makes, for keys of any length and one text after the other", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      texts,
      fc.array(fc.tuple(texts, fc.constantFrom("hex" as const, "base64" as const)), { maxLength: 6 }),
      (key, start, rests) => {
        const mac = hmacSha256(key, start);
        for (const [rest, encoding] of rests) {
          const expected = createHmac("sha256", key)
            .update(start + rest)
            .digest(encoding);
          expect(mac(rest, encoding)).toBe(expected);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

test.each([63, 64, 65])("takes a key of %i bytes", (length) => {
  const key = Buffer.alloc(length, 7);
  expect(hmacSha256(key)("text", "hex")).toBe(createHmac("sha256", key).update("text").digest("hex"));
});
