/** Codes of a connection that ended under a request, as Node and undici give them. */
const BROKEN_OFF = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

const TOO_MUCH = new Set(["UND_ERR_RES_EXCEEDED_MAX_SIZE", "UND_ERR_HEADERS_OVERFLOW"]);

/** True when the connection ended before there was an answer; a store may close a kept-alive one at any time. */
export function isBrokenOff(error: unknown): boolean {
  return BROKEN_OFF.has(codeOf(error));
}

/** True when something was answered that is not HTTP. */
export function isNotHttp(error: unknown): boolean {
  return codeOf(error).startsWith("HPE_") || (error as Error).name === "HTTPParserError"; // which may have no code
}

/** Why a request has no answer, in one sentence; nothing of the error's own text is repeated. */
export function noAnswerReason(error: unknown, timeoutMs: number): string {
  const code = codeOf(error);
  if ((error as Error).name === "TimeoutError" || code.endsWith("_TIMEOUT"))
    return `The store did not answer within ${timeoutMs / 1000} s.`;
  if (TOO_MUCH.has(code)) return "The store answered with far more than was asked for.";
  if (isBrokenOff(error)) return "The store broke off the connection before it answered.";
  if (isNotHttp(error)) return "What the store answered is not HTTP.";
  return "The connection to the store failed.";
}

/** Text even for the numbers of a DOMException. */
function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code ?? "");
}
