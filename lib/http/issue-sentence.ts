import type * as z from "zod/mini";

type Issue = z.core.$ZodIssue;

/** What stands for the message of an issue to which the contract gives none. */
export const NO_MESSAGE = "Invalid input";

const TYPES: Record<string, string> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

const FORMATS: Record<string, string> = {
  email: "an e-mail address",
  url: "a URL",
  uuid: "a UUID",
  base64: "base64",
  datetime: "a date and time as in 2026-01-31T12:00:00Z",
  date: "a date as in 2026-01-31",
};

/** The name of an expected type in a sentence. */
export function typeName(expected: string): string {
  return TYPES[expected] ?? `of type ${expected}`;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number" && !Number.isFinite(value)) return "beyond all bounds";
  return typeName(typeof value);
}

function wrongType(expected: string, value: unknown): string {
  if (value === undefined) return "is required";
  const found = typeOf(value);
  // `int` finds a number that is not whole.
  return expected === "int" && found === "a number"
    ? "must be a whole number"
    : `must be ${typeName(expected)}, not ${found}`;
}

function counted(count: number | bigint, origin: string): string {
  const unit = origin === "string" ? "character" : "item";
  return `${count} ${unit}${Number(count) === 1 ? "" : "s"}`;
}

function tooSmall(issue: z.core.$ZodIssueTooSmall): string {
  const { origin, minimum, exact, inclusive } = issue;
  if (origin === "string" || origin === "array") {
    if (exact) return `must have exactly ${counted(minimum, origin)}`;
    return Number(minimum) === 1 ? "must not be empty" : `must have at least ${counted(minimum, origin)}`;
  }
  return inclusive === false ? `must be more than ${minimum}` : `must be at least ${minimum}`;
}

function tooBig(issue: z.core.$ZodIssueTooBig): string {
  const { origin, maximum, exact, inclusive } = issue;
  if (origin === "string" || origin === "array") {
    return `must have ${exact ? "exactly" : "at most"} ${counted(maximum, origin)}`;
  }
  return inclusive === false ? `must be less than ${maximum}` : `must be at most ${maximum}`;
}

/** What an enum or a literal allows. The values are the contract's own, never the caller's. */
export function allowed(values: readonly unknown[]): string {
  const shown = values.map((value) => (value === "" ? '""' : String(value)));
  return shown.length === 1 ? `must be ${shown[0]}` : `must be one of ${shown.join(", ")}`;
}

/** What is wrong with one field, without its subject: "must be a string, not a number". Never quotes `value`. */
export function predicateOf(issue: Issue, value: unknown): string {
  if (issue.message !== NO_MESSAGE && issue.message !== "") return issue.message; // the contract's own

  switch (issue.code) {
    case "invalid_type":
      return wrongType(issue.expected, value);
    case "invalid_value":
      return value === undefined ? `is required and ${allowed(issue.values)}` : allowed(issue.values);
    case "too_small":
      return tooSmall(issue);
    case "too_big":
      return tooBig(issue);
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_format":
      return FORMATS[issue.format] ? `must be ${FORMATS[issue.format]}` : "does not have the right form";
    case "invalid_key":
      return "is not allowed as a name here";
    default:
      return "is not allowed";
  }
}
