import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { vaultKeyFrom } from "../../../lib/credentials/vault-key-file.ts";
import { killHard, runNode } from "../../support/run-node.ts";

const modulePath = new URL("../../../lib/credentials/vault-key-file.ts", import.meta.url).href;

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "byob-key-"));
  file = join(dir, "state", "vault.key");
});
afterEach(() => rmSync(dir, { recursive: true }));

test("the key is made once: 32 bytes that only the owner can read, and nothing else is left", () => {
  const key = vaultKeyFrom(file);
  expect(key).toHaveLength(32);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(Buffer.from(vaultKeyFrom(file)).equals(key)).toBe(true);
  expect(readdirSync(join(dir, "state"))).toEqual(["vault.key"]);
});

test("another file has another key", () => {
  expect(Buffer.from(vaultKeyFrom(file)).equals(vaultKeyFrom(join(dir, "other.key")))).toBe(false);
});

test("a key that is there is never replaced, even by one that cannot be used", () => {
  vaultKeyFrom(file);
  chmodSync(file, 0o600);
  writeFileSync(file, "short");
  vaultKeyFrom(file);
  expect(readFileSync(file, "utf8")).toBe("short");
});

test("a file that cannot be read is an error, not a new key", () => {
  expect(() => vaultKeyFrom(dir)).toThrow("EISDIR");
});

test("processes that start at once agree on one key", async () => {
  // Both go through the same moments, spinning until each comes, so that some of them are met at once.
  const text = `
    import { vaultKeyFrom } from ${JSON.stringify(modulePath)};
    const begin = ${Date.now() + 1_000};
    const keys = [];
    for (let round = 0; round < 200; round++) {
      while (Date.now() < begin + 3 * round);
      keys.push(Buffer.from(vaultKeyFrom(${JSON.stringify(dir)} + "/" + round + ".key")).toString("hex"));
    }
    console.log(keys.join());
    setInterval(() => undefined, 1000);
  `;
  const ended = await Promise.all([runNode(text), runNode(text)]);
  for (const { child } of ended) await killHard(child);
  const kept = Array.from({ length: 200 }, (_, round) =>
    readFileSync(join(dir, `${round}.key`)).toString("hex"),
  );
  expect(ended.map(({ line }) => line)).toEqual([kept.join(), kept.join()]);
});
