import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const CLIS = ["aws", "gcloud", "az"];
/** A command stands behind a colon and ends with its sentence. It may write a file and call a CLI, or call it twice. */
const COMMAND = /: ((?:printf|aws|gcloud|az) .+?)(?=\. [A-Z]|\.?$)/gs;

/** One call of a provider's CLI. */
export interface Call {
  /** What stands before the first option: `az storage cors add`. */
  verb: string;
  /** The words after each option, with the text of a file where it names one. */
  options: Readonly<Record<string, readonly string[]>>;
}

/**
 * The calls that a fix makes when its commands are run in a shell, as the admin would run it: there the CLIs only write
 * down how they are called. Quoting and files are the shell's own. `after` is a sentence that stands behind the command.
 */
export async function callsOf(fix: string, after = ""): Promise<Call[]> {
  const text = after !== "" && fix.endsWith(` ${after}`) ? fix.slice(0, -after.length - 1) : fix;
  const commands = [...text.matchAll(COMMAND)].map(([, command = ""]) => command);
  if (commands.length === 0) throw new Error(`This fix holds no command: ${fix}`);
  const cwd = mkdtempSync(join(tmpdir(), "byob-fix-"));
  try {
    for (const cli of CLIS) {
      const script = '#!/bin/sh\n{ printf "%s\\0" "$(basename "$0")" "$@"; printf "\\n\\0"; } >> called\n';
      writeFileSync(join(cwd, cli), script, { mode: 0o755 });
    }
    const env = { PATH: `${cwd}${delimiter}${process.env.PATH}` };
    for (const command of commands) await promisify(execFile)("sh", ["-c", command], { cwd, env });
    const called = readFileSync(join(cwd, "called"), "utf8").split("\n\0").slice(0, -1);
    return called.map((words) => callOf(words.split("\0").slice(0, -1), cwd));
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

function callOf(words: readonly string[], cwd: string): Call {
  const first = words.findIndex((word) => word.startsWith("-"));
  const options: Record<string, string[]> = {};
  let current: string[] = [];
  for (const word of words.slice(first)) {
    const [, option, value] = /^(--[a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (option === undefined) {
      current.push(word);
      continue;
    }
    current = value === undefined ? [] : [textOf(option, value, cwd)];
    options[option] = current;
  }
  return { verb: words.slice(0, first).join(" "), options };
}

function textOf(option: string, value: string, cwd: string): string {
  return option.endsWith("-file") ? readFileSync(join(cwd, value), "utf8") : value;
}
