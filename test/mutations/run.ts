import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { openCopy } from "./copy.ts";
import { type Mutation, readMutations } from "./mutation.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Breaks the code once for every row of the tables beside this file, in a copy of the tree, and sees that the row's own
 * test turns red. Exits with 1 when a test stays green, or is not green before.
 */
const only = process.argv[2] ?? "";
const mutations = readdirSync(HERE)
  .filter((name) => name.endsWith(".json"))
  .flatMap((name) => readMutations(readFileSync(HERE + name, "utf8"), name))
  .filter(({ test }) => test.includes(only));
const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {
  cwd: ROOT,
  encoding: "utf8",
});
const files = tracked.split("\n").filter((file) => file !== "" && existsSync(ROOT + file));

const say = (line: string) => void process.stdout.write(`${line}\n`);
const survivors: Mutation[] = [];
const copies = cpus().map(() => openCopy(ROOT, files));
try {
  const [first] = copies;
  if (first === undefined) throw new Error("There is no copy to work on.");
  const suites = [...new Set(mutations.map(({ suite }) => suite))];
  if (!(await first.passes(suites))) throw new Error("The tests are not green to begin with.");

  const waiting = [...mutations];
  await Promise.all(
    copies.map(async (copy) => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const verdict = await copy.verdictOn(next);
        if (verdict !== "red") survivors.push(next);
        say(`${verdict === "red" ? verdict : verdict.toUpperCase()}  ${next.test}  (${next.file})`);
      }
    }),
  );
} finally {
  for (const copy of copies) copy.remove();
}
say(`${mutations.length - survivors.length} of ${mutations.length} rows turned red.`);
process.exitCode = survivors.length === 0 ? 0 : 1;
