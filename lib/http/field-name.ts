import { redact } from "../observability/redact.ts";

/** What a field of an API is called. Anything else may be a secret that slipped into a name. */
const NAME = /^[\p{L}\p{N}_ .:-]{1,48}$/u;

/** One field's name as it may be echoed. */
function shownName(name: PropertyKey): string {
  const text = String(name);
  return NAME.test(text) ? redact(text) : "(a name that is not shown)";
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
