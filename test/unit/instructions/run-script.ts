import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A command as a program was called. */
export interface Call {
  /** The program's name first. */
  argv: string[];
  /** What the files named by `--…-file=` and `--policy <file>` held. */
  files: string[];
  stdin: string;
}

/** What stands for the admin's values. */
export const ENVIRONMENT = {
  LOCATION: "europe-west4",
  RESOURCE_GROUP: "acme group's",
  AZURE_ISSUER: "https://issuer.wandb.test/",
  AZURE_SUBJECT: "system:serviceaccount:wandb",
  CW_PRINCIPAL: "arn:aws:iam::ab12cd:user",
  CEPH_USER: "wandb",
  MINIO_ALIAS: "acme",
};

/**
 * Runs first in PATH instead of each program: notes how it was called (argv, files, standard input, cut by NUL and small
 * control characters), and answers as if nothing were there yet.
 */
const FAKE = String.raw`#!/bin/sh
{
  printf '%s\0' "\${0##*/}" "$@"
  printf '\002\0'
  last=
  for word; do
    file=
    case $word in *-file=*) file=\${word#*-file=} ;; esac
    [ "$last" = --policy ] && file=$word
    [ -n "$file" ] && [ -f "$file" ] && { cat "$file"; printf '\0'; }
    last=$word
  done
  printf '\003\0'
  case " $* " in *" - "* | *" @- "*) cat ;; esac
  printf '\0\004\0'
} >> "$CALLS"
case "\${0##*/} $*" in
  *get-caller-identity*) echo 111122223333 ;;
  *describe-key*) echo 1234abcd-12ab-34cd-56ef-1234567890ab ;;
  *"get-value project"*) echo acme-project ;;
  *"account show --query"*) echo sub-1 ;;
  *principalId*) echo principal-1 ;;
  *print-access-token*) echo token-1 ;;
  *format=value*) [ "\${THERE:-}" != yes ] || echo something ;;
  *" head-bucket "* | *" get-bucket-"* | *" get-user "* | *"buckets describe"* | *"service-accounts describe"* | *"account show --name"*)
    [ "\${THERE:-}" = yes ] ;;
esac
`.replaceAll("\\${", "${");

function readCalls(log: string): Call[] {
  return log
    .split("\0\u0004\0")
    .filter((record) => record !== "")
    .map((record) => {
      const [head = "", rest = ""] = record.split("\u0002\0");
      const [files = "", stdin = ""] = rest.split("\u0003\0");
      const list = (text: string) => text.split("\0").slice(0, -1);
      return { argv: list(head), files: list(files), stdin };
    });
}

export interface Run {
  ok: boolean;
  stderr: string;
  calls: Call[];
}

/** Runs a script with fake programs; `there` makes them say that the bucket and its settings exist. */
export function runScript(script: string, { there = false, env = {} as Record<string, string> } = {}): Run {
  const folder = mkdtempSync(join(tmpdir(), "byob-script-"));
  try {
    for (const program of ["aws", "gcloud", "az", "mc", "curl"]) {
      writeFileSync(join(folder, program), FAKE);
      chmodSync(join(folder, program), 0o755);
    }
    const log = join(folder, "calls");
    const options = {
      env: {
        PATH: `${folder}:/usr/bin:/bin`,
        HOME: folder,
        TMPDIR: folder,
        CALLS: log,
        ...(there && { THERE: "yes" }),
        ...ENVIRONMENT,
        ...env,
      },
      input: script,
      encoding: "utf8",
      stdio: "pipe",
    } as const;
    let stderr = "";
    let ok = true;
    try {
      execFileSync("sh", ["-s"], options);
    } catch (error) {
      ok = false;
      stderr = String((error as { stderr?: unknown }).stderr);
    }
    return { ok, stderr, calls: existsSync(log) ? readCalls(readFileSync(log, "utf8")) : [] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** True when a POSIX shell can read the text. */
export function parses(script: string): boolean {
  try {
    execFileSync("sh", ["-n"], { input: script, stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}
