import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { benchColdStart } from "./cold-start.ts";
import { type Figure, tableOf } from "./figure.ts";
import { benchFirstUrls } from "./first-urls.ts";
import { benchGrowth } from "./growth.ts";
import { benchHttp } from "./http.ts";
import { benchMemory } from "./memory.ts";
import { benchSigners } from "./signers.ts";
import { benchValidation } from "./validation.ts";

const RESULTS = fileURLToPath(new URL("../../.build/bench.json", import.meta.url));

/** Every benchmark, one after the other; a table for people, and the same as JSON in `.build/bench.json`. */
const figures: Figure[] = [
  ...(await benchSigners()),
  ...(await benchHttp()),
  ...(await benchFirstUrls()),
  ...(await benchColdStart()),
  ...(await benchMemory()),
  ...(await benchGrowth()),
  ...(await benchValidation()),
];

const machine = `${cpus()[0]?.model.trim() ?? "?"}, ${cpus().length} cores, Node ${process.versions.node}`;
mkdirSync(dirname(RESULTS), { recursive: true });
writeFileSync(RESULTS, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
process.stdout.write(`${machine}\n\n${tableOf(figures)}\n`);
process.exitCode = figures.every(({ holds }) => holds) ? 0 : 1;
