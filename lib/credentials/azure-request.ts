import { boundedText } from "../bounded-text.ts";
import { AppError } from "../errors.ts";

/** The built-in `fetch`, or what does the same. */
export type Http = typeof fetch;

interface AzureRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Completes "… did not", e.g. "Microsoft Entra ID did not take the token.". */
  refusal: string;
  /** What a refusal is called in its own words, for the log: short codes only. */
  codeOf(answer: { headers: Headers; text: string }): string;
}

const TIMEOUT_MS = 5_000;
/** Tokens and keys are a few kilobytes. */
const MAX_BYTES = 64 * 1024;
const RETRY_AFTER_SECONDS = 5;

/**
 * Posts once, without following redirects, and gives the text of a 200. Throws `credentials.unavailable` otherwise;
 * neither the request nor the answer's text goes into the error, since both hold tokens or keys.
 */
export async function postToAzure(http: Http, request: AzureRequest): Promise<string> {
  const { url, headers, body, refusal, codeOf } = request;
  let status: number;
  let answer: { headers: Headers; text: string };
  try {
    const response = await http(url, {
      method: "POST",
      headers,
      body,
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    status = response.status;
    answer = { headers: response.headers, text: await boundedText(response, MAX_BYTES) };
  } catch (cause) {
    throw unavailable("Azure did not answer just now; try again in a few seconds.", cause);
  }
  if (status === 200) return answer.text;
  const cause = new Error(`${new URL(url).host} answered ${status} ${codeOf(answer)}`.trimEnd());
  if (status === 429 || status >= 500) {
    throw unavailable("Azure is busy just now; try again in a few seconds.", cause);
  }
  throw new AppError("credentials.unavailable", refusal, { cause });
}

/** An answer that is not what Azure's documents say. */
export function unreadable(what: string): AppError {
  return unavailable(
    "Azure's answer could not be read; try again in a few seconds.",
    new Error(`${what} is not as documented`),
  );
}

function unavailable(detail: string, cause: unknown): AppError {
  return new AppError("credentials.unavailable", detail, { cause, retryAfterSeconds: RETRY_AFTER_SECONDS });
}
