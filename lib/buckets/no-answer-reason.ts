/** Codes of a connection that ended under a request, as Node and undici give them. */
const BROKEN_OFF = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

/** True when the connection ended before there was an answer; a store may close a kept-alive one at any time. */
export function isBrokenOff(error: unknown): boolean {
  return BROKEN_OFF.has(codeOf(error));
}

/** Why a request has no answer, in one sentence; nothing of the error's own text is repeated. */
export function noAnswerReason(error: unknown, timeoutMs: number): string {
  const code = codeOf(error);
  if ((error as Error).name === "TimeoutError" || code.endsWith("_TIMEOUT"))
    return `The store did not answer within ${timeoutMs / 1000} s.`;
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") return "The store answered with far more than was asked for.";
  if (isBrokenOff(error)) return "The store broke off the connection before it answered.";
  if (code.startsWith("HPE_")) return "What the store answered is not HTTP.";
  return "The connection to the store failed.";
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? "";
}
