/** A value that must never be printed. Printing, serialising or inspecting it gives `[redacted]`. */
export interface Secret {
  /** The bare value; call it only where the value is used up (signing, sealing). */
  reveal(): string;
  toString(): string;
  toJSON(): string;
}

const REDACTED = "[redacted]";
const inspectKey = Symbol.for("nodejs.util.inspect.custom");

/** Wraps a secret so that `String()`, `JSON.stringify`, template literals and `console.log` cannot show it. */
export function secret(value: string): Secret {
  return Object.freeze({
    reveal: () => value,
    toString: () => REDACTED,
    toJSON: () => REDACTED,
    [inspectKey]: () => REDACTED,
  });
}
