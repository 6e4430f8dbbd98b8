import * as fc from "fast-check";
import { expect, test } from "vitest";
import { redact } from "../../../lib/observability/redact.ts";

/** Pieces of what the patterns look for, in several spellings, and of what stands around them. */
const PIECES = [
  ...[
    "Authorization",
    "cookie",
    "signature",
    "sig",
    "AccountKey",
    "access_key_id",
    "Session-Token",
    "password",
  ],
  ...[
    "-----BEGIN RSA PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----",
    "<SecretAccessKey>",
    "<StringToSign>",
  ],
  ...[
    "s3://",
    "az+x://",
    "user:pass@",
    "@host/bucket",
    "Bearer ",
    "basic  ",
    "eyJhbGciOi",
    "eyJ",
    ".e30.c2ln",
  ],
  ...[
    "AKIAIOSFODNN7EXAMPLE",
    "ASIA12345678",
    "CWABCDEFGHIJKLMN",
    "GOOG1EABCDEFGHIJKLMN",
    "CW",
    "GOOG",
    "AKIA",
  ],
  ...["=", ":", "%3d", "%3D", '"', "'", "\\", "\n", "\t", " ", "&", "?", ",", "/", "-", ".", "ü"],
  ...["wJalrXUtnFEMI", "12345678", "aBcDeFgHiJkL", "omega", "2026-11-24T12:00:00.000Z", "x"],
];

/** What may stand between two of them. */
const BETWEEN = ["", "=", ":", "%3d", "%3D", '"', '":"', '\\":', "'=", "\n:", "\t=", '"\n%3D'];

/** What stands in front belongs to no secret, and has every text read, for more than one reason. */
function expectSameWhenRead(text: string): void {
  expect(`@< ${redact(text)}`).toBe(redact(`@< ${text}`));
}

test("a text is let through unread only when no pattern would have found anything in it", () => {
  for (const one of PIECES)
    for (const between of BETWEEN) for (const other of PIECES) expectSameWhenRead(one + between + other);
  const pieces = fc.oneof(fc.constantFrom(...PIECES, ...BETWEEN), fc.string({ maxLength: 4 }));
  const texts = fc.array(pieces, { maxLength: 8 }).map((all) => all.join(""));
  fc.assert(fc.property(texts, expectSameWhenRead), { numRuns: 5_000 });
});

test("what most lines of the log hold stays as it is", () => {
  for (const text of [
    "/presign",
    "omega",
    "2026-11-24T12:00:00.123Z",
    "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
  ])
    expect(redact(text)).toBe(text);
});
