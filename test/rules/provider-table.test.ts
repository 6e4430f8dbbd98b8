import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PROVIDERS } from "../../lib/storage/bucket.ts";
import { roomOf } from "../../lib/storage/catalog.ts";

const readme = readFileSync(new URL("../../lib/storage/README.md", import.meta.url), "utf8");
const rows = readme.split("\n").filter((line) => line.startsWith("|"));

describe("lib/storage/README.md tells of every provider what it binds", () => {
  for (const provider of PROVIDERS) {
    it(provider, () => {
      const [row = "", ...others] = rows.filter((line) => line.includes(`\`${provider}\``));
      expect(others).toEqual([]);
      const told = row
        .split("|")
        .slice(4, 8)
        .map((cell) => cell.trim());
      const binds = roomOf(provider)?.binds;
      const truth = [binds?.contentType, binds?.contentMd5, binds?.contentLength, binds?.ifNoneMatch];
      expect(told).toEqual(truth.map((can) => (can === undefined ? "–" : can ? "yes" : "no")));
    });
  }
});
