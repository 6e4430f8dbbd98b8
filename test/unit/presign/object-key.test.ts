import { describe, expect, test } from "vitest";
import { keyProblem } from "../../../lib/presign/object-key.ts";

const REFUSED: [key: string, problem: string][] = [
  ["", "The key is empty."],
  ["/a", "The key starts with a slash."],
  ["/", "The key starts with a slash."],
  ["//a", "The key starts with a slash."],
  [".", "The key has a segment that is only dots."],
  ["a.", "The key ends with a dot."],
  ["a/b.", "The key ends with a dot."],
  ["..", "The key has a segment that is only dots."],
  ["a/..", "The key has a segment that is only dots."],
  ["./a", "The key has a segment that is only dots."],
  ["../a", "The key has a segment that is only dots."],
  ["a/./b", "The key has a segment that is only dots."],
  ["a/../b", "The key has a segment that is only dots."],
  ["a/../../b", "The key has a segment that is only dots."],
  ["a//../b", "The key has a segment that is only dots."],
  ["../", "The key has a segment that is only dots."],
  ["a/./", "The key has a segment that is only dots."],
  ["a\\b", "The key holds a backslash."],
  ["..\\a", "The key holds a backslash."],
  ["\ud800", "The key is not valid Unicode: it holds half of a surrogate pair."],
  ["a\udc00b", "The key is not valid Unicode: it holds half of a surrogate pair."],
  ["\ude00\ud83d", "The key is not valid Unicode: it holds half of a surrogate pair."],
  [".wandb-byob", "Keys under .wandb-byob/ belong to the service."],
  [".wandb-byob/", "Keys under .wandb-byob/ belong to the service."],
  [".wandb-byob/x", "Keys under .wandb-byob/ belong to the service."],
  [".wandb-byob//owner", "Keys under .wandb-byob/ belong to the service."],
];

const TAKEN = [
  "a",
  " ",
  "a ",
  " a",
  "a/",
  "a//b",
  "a///",
  "%",
  "%2e%2e/a",
  "%2F",
  "%00",
  "+",
  "#",
  "?",
  "a?b=c&d#e",
  "...a",
  ".../a",
  ".a/b",
  "a/.b",
  "a/..b/c",
  "a.b..c/d",
  ". ./a",
  ".wandb-byobx",
  ".wandb-byob-x/y",
  ".WANDB-BYOB/x",
  "a/.wandb-byob/x",
  "_teams/omega/x",
  "__proto__",
  "test with_special-characters.txt",
  "HT%3ML ",
  "ключ/鍵/😀/é/é",
  "\u2028\u200b\ufeff\ufffd",
  "'\"<>|*:;$&",
];

describe("a key is refused", () => {
  test.each(REFUSED)("%j: %s", (key, problem) => {
    for (const root of ["", "runs/"]) expect(keyProblem(key, root)).toBe(problem);
  });

  const controls = Array.from({ length: 0xa0 }, (_, code) => code).filter((code) => code < 32 || code >= 127);
  test.each(controls)("with the control character %d", (code) => {
    const problem = "The key holds a control character.";
    for (const key of ["a?b", "?b", "a?"]) {
      expect(keyProblem(key.replace("?", String.fromCharCode(code)), "")).toBe(problem);
    }
  });

  test("whatever the root is: a root does not make a bad key good", () => {
    for (const [key] of REFUSED) expect(keyProblem(key, "a".repeat(1_100))).toBeDefined();
  });
});

test.each(TAKEN)("the key %j is taken", (key) => {
  for (const root of ["", "runs/", "a b/ü/"]) expect(keyProblem(key, root)).toBeUndefined();
});

describe("a key has at most 1,024 bytes with the root", () => {
  test.each([
    ["a".repeat(1_024), ""],
    ["ü".repeat(512), ""],
    ["😀".repeat(256), ""],
    ["鍵".repeat(341), ""],
    ["a".repeat(1_018), "runs1/"],
    ["a".repeat(1_017), "runü/"],
    ["a", `${"r".repeat(1_022)}/`],
  ])("that many fit, and one more does not (%#)", (key, root) => {
    const bytes = Buffer.byteLength(root + key);
    const spare = "a".repeat(1_024 - bytes);
    expect(keyProblem(key + spare, root)).toBeUndefined();
    expect(keyProblem(`${key}${spare}a`, root)).toBe(
      "The key has 1025 bytes with the team's path; at most 1024 are possible.",
    );
  });
});
