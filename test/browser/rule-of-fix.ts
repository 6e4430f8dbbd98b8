import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { CorsRule } from "../support/store-cors.ts";

const CLIS = ["aws", "gcloud", "az"] as const;
type Cli = (typeof CLIS)[number];

/** The rule that each CLI would set, by the words that it is called with. */
const RULES: Record<Cli, (words: readonly string[]) => CorsRule> = {
  aws(words) {
    const { CORSRules } = JSON.parse(words[words.indexOf("--cors-configuration") + 1] ?? "");
    const [{ AllowedOrigins, AllowedMethods, AllowedHeaders, ExposeHeaders }] = CORSRules;
    return ruleOf(AllowedOrigins, AllowedMethods, AllowedHeaders, ExposeHeaders);
  },
  gcloud(words) {
    const file = words.find((word) => word.startsWith("--cors-file="))?.slice("--cors-file=".length);
    const [{ origin, method, responseHeader }] = JSON.parse(file ?? "");
    return ruleOf(origin, method, responseHeader, responseHeader);
  },
  az: (words) =>
    ruleOf(
      valuesOf(words, "--origins"),
      valuesOf(words, "--methods"),
      valuesOf(words, "--allowed-headers"),
      valuesOf(words, "--exposed-headers"),
    ),
};

function ruleOf(origins: string[], methods: string[], headers: string[], exposed: string[]): CorsRule {
  return { origins, methods, headers: headers.map((name) => name.toLowerCase()), exposed };
}

/** The words between an option and the next. */
function valuesOf(words: readonly string[], option: string): string[] {
  const after = words.slice(words.indexOf(option) + 1);
  const end = after.findIndex((word) => word.startsWith("--"));
  return end < 0 ? after : after.slice(0, end);
}

/**
 * The rule that a report's fix sets. Its command runs in a shell, as the admin would run it, in which the providers'
 * CLIs only write down how they are called: quoting and files are the shell's own.
 */
export async function ruleOfFix(fix: string): Promise<CorsRule> {
  const [, command] = /Set this CORS configuration: (.*)$/s.exec(fix) ?? [];
  if (command === undefined) throw new Error(`This fix holds no command: ${fix}`);
  const cwd = mkdtempSync(join(tmpdir(), "byob-fix-"));
  try {
    for (const cli of CLIS)
      writeFileSync(join(cwd, cli), '#!/bin/sh\nprintf "%s\\0" "$(basename "$0")" "$@" > called\n', {
        mode: 0o755,
      });
    await promisify(execFile)("sh", ["-c", command], {
      cwd,
      env: { PATH: `${cwd}${delimiter}${process.env.PATH}` },
    });
    const [cli, ...words] = readFileSync(join(cwd, "called"), "utf8").split("\0").slice(0, -1);
    const named = CLIS.find((each) => each === cli);
    if (named === undefined) throw new Error(`This fix calls no CLI: ${fix}`);
    return RULES[named](words.map((word) => withFile(cwd, word)));
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/** An option that names a file, with what is in the file. */
function withFile(cwd: string, word: string): string {
  const [, option, file] = /^(--[\w-]+-file)=(.+)$/.exec(word) ?? [];
  return file === undefined ? word : `${option}=${readFileSync(join(cwd, file), "utf8")}`;
}
