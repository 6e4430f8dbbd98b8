import { type Actor, AppError, PROBLEMS, type ProblemCode } from "../errors.ts";

/** An answer that is ready to be sent. */
export interface ProblemAnswer {
  status: number;
  code: ProblemCode;
  headers: Record<string, string>;
  body: ProblemDocument;
}

/** https://www.rfc-editor.org/rfc/rfc9457; some codes have members of their own besides. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail: string;
  requestId: string;
  whoActs: Actor;
  [more: string]: unknown;
}

const UNEXPECTED = "Something went wrong on our side. Give support the request id; it leads to the cause.";

/**
 * The problem document (https://www.rfc-editor.org/rfc/rfc9457) of anything thrown.
 * What is not an AppError becomes `internal` and says nothing of itself.
 */
export function problemOf(error: unknown, requestId: string): ProblemAnswer {
  const problem = error instanceof AppError ? error : new AppError("internal", UNEXPECTED);
  const { status, title, who } = PROBLEMS[problem.code];
  const headers: Record<string, string> = { "content-type": "application/problem+json" };
  if (status === 401) headers["www-authenticate"] = "Bearer";
  if (problem.retryAfterSeconds !== undefined) {
    headers["retry-after"] = String(Math.max(0, Math.ceil(problem.retryAfterSeconds)));
  }
  return {
    status,
    code: problem.code,
    headers,
    body: {
      ...problem.extra,
      type: `urn:wandb:byob:problem:${problem.code}`,
      title,
      status,
      code: problem.code,
      detail: problem.detail,
      requestId,
      whoActs: who,
    },
  };
}
