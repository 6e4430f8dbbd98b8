import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readMutations } from "../mutations/mutation.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TABLES = `${ROOT}test/mutations/`;

const mutations = readdirSync(TABLES)
  .filter((name) => name.endsWith(".json"))
  .flatMap((name) => readMutations(readFileSync(TABLES + name, "utf8"), name));

test("what npm run test:mutations breaks is there to be broken, once, and its suite too", () => {
  expect(mutations.length).toBeGreaterThan(100);
  const stale = mutations.filter(
    ({ file, find, suite }) =>
      !existsSync(ROOT + file) ||
      readFileSync(ROOT + file, "utf8").split(find).length !== 2 ||
      !existsSync(`${ROOT}test/${suite}`),
  );
  expect(stale.map(({ test, file }) => `${test} (${file})`)).toEqual([]);
});
