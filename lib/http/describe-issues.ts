import type * as z from "zod/mini";
import { fieldName, valueAt } from "./field-name.ts";
import { allowed, predicateOf, typeName } from "./issue-sentence.ts";

type Issue = z.core.$ZodIssue;

interface Description {
  code: "request.invalid" | "request.unknown_field";
  detail: string;
}

interface Context {
  input: unknown;
  /** What the empty path is called: "The body". */
  whole: string;
}

const SENTENCE_LIMIT = 5;
const NAME_LIMIT = 10;

function unknownFields(keys: readonly string[], path: readonly PropertyKey[], whole: string): string {
  const names = keys.slice(0, NAME_LIMIT).map((key) => fieldName([...path, key], whole));
  const more = keys.length > NAME_LIMIT ? ` and ${keys.length - NAME_LIMIT} more` : "";
  return keys.length === 1
    ? `${names[0]} is not a known field.`
    : `${names.join(", ")}${more} are not known fields.`;
}

/** How far a branch of a union is from what was sent: one for each field that would have to change. */
function distance(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 1), 0);
}

/** True when a branch does not even begin to fit, e.g. a list where it wants an object. */
function misfits(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.code === "invalid_type" && issue.path.length === 0);
}

/** The issues of the one branch that was most likely meant, or undefined when several are as near. */
function nearest(branches: readonly Issue[][]): Issue[] | undefined {
  const fitting = branches.filter((branch) => !misfits(branch));
  const least = Math.min(...fitting.map(distance));
  const near = fitting.filter((branch) => distance(branch) === least);
  return near.length === 1 ? near[0] : undefined;
}

function unionSentences(issue: z.core.$ZodIssueInvalidUnion, context: Context): string[] {
  const name = fieldName(issue.path, context.whole);
  const described = (branch: readonly Issue[]): string[] =>
    branch.flatMap((inner) => sentences({ ...inner, path: [...issue.path, ...inner.path] }, context));

  if ("options" in issue && issue.options) return [`${name} ${allowed(issue.options)}.`];
  if (valueAt(context.input, issue.path) === undefined) return [`${name} is required.`];
  const meant = nearest(issue.errors);
  if (meant) return described(meant);
  if (issue.errors.every(misfits)) {
    const wanted = issue.errors.flat().map((inner) => ("expected" in inner ? typeName(inner.expected) : ""));
    return [`${name} must be ${[...new Set(wanted)].filter((type) => type !== "").join(" or ")}.`];
  }
  const ways = issue.errors.filter((branch) => !misfits(branch)).map((branch) => described(branch).join(" "));
  return [`${name} fits none of its forms. ${[...new Set(ways)].map((way) => `Either: ${way}`).join(" ")}`];
}

function sentences(issue: Issue, context: Context): string[] {
  const { input, whole } = context;
  if (issue.code === "unrecognized_keys") return [unknownFields(issue.keys, issue.path, whole)];
  if (issue.code === "invalid_union") return unionSentences(issue, context);
  return [`${fieldName(issue.path, whole)} ${predicateOf(issue, valueAt(input, issue.path))}.`];
}

function namesUnknownField(issue: Issue): boolean {
  if (issue.code === "unrecognized_keys") return true;
  return issue.code === "invalid_union" && (nearest(issue.errors)?.some(namesUnknownField) ?? false);
}

/**
 * zod's issues in plain sentences that name each field by its path and never quote a value, which may be a secret.
 * A message that the contract gives to a check is used as the sentence's predicate ("must be …").
 */
export function describeIssues(issues: readonly Issue[], input: unknown, whole: string): Description {
  const all = issues.flatMap((issue) => sentences(issue, { input, whole }));
  const shown = all.slice(0, SENTENCE_LIMIT);
  if (all.length > SENTENCE_LIMIT) shown.push(`And ${all.length - SENTENCE_LIMIT} more.`);
  const unknown = issues.some(namesUnknownField);
  return { code: unknown ? "request.unknown_field" : "request.invalid", detail: shown.join(" ") };
}
