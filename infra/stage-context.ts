import type { ReadContext } from "./settings.ts";

/**
 * Looks a value up under `stages.<stage>` of cdk.json too, so that each stage's values can be kept in one place. What
 * is given by its own name, as with `-c`, goes first.
 */
export function stageContext(readContext: ReadContext): ReadContext {
  const stages = readContext("stages");
  const values = memberOf(stages, String(readContext("stage")));
  return (name) => readContext(name) ?? memberOf(values, name);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
