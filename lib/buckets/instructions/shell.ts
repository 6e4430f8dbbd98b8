import { shellWord } from "../../storage/shell-word.ts";
import type { Draft } from "./plan.ts";
import { cutAtMarks, markedJson, type UnknownValue } from "./unknown-value.ts";

/** A word of a shell: the text as it is, with a variable in place of each value that only the admin knows. */
export function word(text: string): string {
  const parts = cutAtMarks(text);
  const words = parts.map((part, index) => {
    if (index % 2 === 1) return `"$${part}"`;
    return part === "" && parts.length > 1 ? "" : shellWord(part);
  });
  return words.join("");
}

/** A document as a word of a shell. */
export function jsonWord(document: object): string {
  return word(markedJson(document));
}

/** A command that replaces what a bucket has already, and therefore only does so when it has none or `REPLACE=yes` is set. */
export function unlessThere(test: string, what: string, command: string): string {
  const sentence = `The bucket has ${what} already. Merge the two by hand, or set REPLACE=yes to replace it.`;
  return `if [ "\${REPLACE:-}" != yes ] && ${test}; then echo ${shellWord(sentence)} >&2; false; else ${command}; fi`;
}

/** All commands in one script for a POSIX shell, which stops at the first that fails. */
export function script(drafts: readonly Draft[]): string {
  const needs = new Map(drafts.flatMap(({ needs = [] }) => needs.map((need) => [need.name, need] as const)));
  const commands = drafts.flatMap(({ title, command }) =>
    command === undefined ? [] : [`\n# ${title}\n${command}`],
  );
  return [
    "#!/bin/sh",
    "set -eu",
    ...[...needs.values()].map(settle),
    '# Documents are written into a folder of their own.\ncd "$(mktemp -d)"',
    ...commands,
    "",
  ].join("\n");
}

function settle({ name, says, found }: UnknownValue): string {
  if (found === undefined) return `: "\${${name}:?Set it to ${says}}"`;
  return `[ -n "\${${name}:-}" ] || ${name}=$(${found})`;
}
