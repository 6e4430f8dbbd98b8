import { AppError } from "../../errors.ts";
import { failed, inconclusive, type Outcome } from "./check.ts";

/** The identity that would sign says what is wrong with it in sentences of its own, which are the admin's to read. */
export function identityProblem(error: unknown): Outcome {
  if (!(error instanceof AppError) || error.code !== "credentials.unavailable") throw error;
  const passing = error.retryAfterSeconds !== undefined;
  return passing
    ? inconclusive(error.detail, "Try again in a moment.")
    : failed(error.detail, "Correct what the sentence names, and try again.");
}
