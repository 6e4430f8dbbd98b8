import * as z from "zod/mini";
import { AppError } from "../errors.ts";
import { describeIssues } from "./describe-issues.ts";
import { NO_MESSAGE } from "./issue-sentence.ts";

/**
 * Checks what a caller sent against the contract and returns it as the contract types it.
 * Throws `request.unknown_field` or `request.invalid` with plain sentences; `whole` names the input in them.
 */
export function checkInput(schema: z.core.$ZodType, input: unknown, whole: string): unknown {
  try {
    // Texts that another module of the process may have given zod for every schema are kept out of our sentences.
    const result = z.safeParse(schema, input, { error: () => NO_MESSAGE });
    if (result.success) return result.data;
    const { code, detail } = describeIssues(result.error.issues, input, whole);
    throw new AppError(code, detail);
  } catch (error) {
    // The stack ends: a recursive schema follows the input down, and zod spreads the issues of an endless list.
    if (!(error instanceof RangeError)) throw error;
    throw new AppError("request.invalid", `${whole} is nested too deeply or too long to be checked.`);
  }
}

/** A URL's query as an object of strings; throws `request.invalid` for a parameter given twice. */
export function queryOf(url: string): Record<string, string> {
  const entries = [...new URL(url).searchParams];
  if (new Set(entries.map(([name]) => name)).size < entries.length) {
    throw new AppError("request.invalid", "The query gives a parameter more than once.");
  }
  return Object.fromEntries(entries);
}
