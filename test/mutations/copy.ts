import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Mutation } from "./mutation.ts";

/** A copy of the tree whose code may be broken. */
export interface Copy {
  passes(suites: readonly string[]): Promise<boolean>;
  /** What becomes of the mutation's own test. */
  verdictOn(mutation: Mutation): Promise<"red" | "stayed green" | "no such test" | "nothing to break">;
  remove(): void;
}

interface Ran {
  green: boolean;
  tests: number;
}

const SETTINGS = ["--config", "test/vitest.config.ts", "--reporter=json"];

export function openCopy(root: string, files: readonly string[]): Copy {
  const folder = mkdtempSync(join(tmpdir(), "byob-mutations-"));
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));

  const results = join(folder, "results.json");
  const vitest = async (args: readonly string[]): Promise<Ran> => {
    const program = join(folder, "node_modules/vitest/vitest.mjs");
    const child = spawn(process.execPath, [program, "run", ...SETTINGS, `--outputFile=${results}`, ...args], {
      cwd: folder,
      stdio: "ignore",
    });
    const [code] = await once(child, "exit");
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(results, "utf8"));
    return { green: code === 0, tests: numPassedTests + numFailedTests };
  };

  return {
    passes: async (suites) => (await vitest(suites)).green,
    async verdictOn({ suite, name, file, find, replace }) {
      const path = join(folder, file);
      const before = readFileSync(path, "utf8");
      const pieces = before.split(find);
      if (pieces.length !== 2) return "nothing to break";
      writeFileSync(path, pieces.join(replace));
      try {
        const { green, tests } = await vitest([
          suite,
          "-t",
          `^${name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}`,
        ]);
        if (tests === 0) return "no such test";
        return green ? "stayed green" : "red";
      } finally {
        writeFileSync(path, before);
      }
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
