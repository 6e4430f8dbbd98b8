import { redact } from "../observability/redact.ts";

const LENGTH_LIMIT = 64;

/** One field's name as it may be echoed: short, printable, and without what looks like a pasted credential. */
export function shownName(name: PropertyKey): string {
  const printable = redact(String(name)).replace(/[^\P{C}]/gu, "?");
  const characters = [...printable];
  if (characters.length === 0) return '""';
  return characters.length > LENGTH_LIMIT ? `${characters.slice(0, LENGTH_LIMIT).join("")}…` : printable;
}

/** A path as the reader would write it, `objects[3].key`; `whole` names the empty path. */
export function fieldName(path: readonly PropertyKey[], whole: string): string {
  if (path.length === 0) return whole;
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${shownName(part)}`))
    .join("")
    .replace(/^\./, "");
}

/** The value at a path, own properties only; undefined where there is none. */
export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}
