import type { StoreAnswer } from "../../storage/room.ts";

const SAFELISTED_METHODS = new Set(["GET", "HEAD", "POST"]);

/**
 * What a browser would say to a preflight's answer, for a request without cookies; undefined when it would go on.
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch
 */
export function preflightProblem(
  answer: StoreAnswer,
  { origin, method, headers }: { origin: string; method: string; headers: readonly string[] },
): string | undefined {
  if (answer.status < 200 || answer.status > 299)
    return `the preflight is answered with HTTP ${answer.status}`;
  const wrongOrigin = originProblem(answer, origin);
  if (wrongOrigin !== undefined) return wrongOrigin;
  const methods = listOf(answer.headers["access-control-allow-methods"]);
  if (!SAFELISTED_METHODS.has(method) && !methods.includes(method) && !methods.includes("*"))
    return `the method ${method} is not allowed`;
  const allowed = listOf(answer.headers["access-control-allow-headers"]).map((name) => name.toLowerCase());
  const refused = allowed.includes("*") ? undefined : headers.find((name) => !allowed.includes(name));
  return refused === undefined ? undefined : `the request header ${refused} is not allowed`;
}

/** The CORS check of an answer: does it let a page of this origin read it? https://fetch.spec.whatwg.org/#cors-check */
export function originProblem(answer: StoreAnswer, origin: string): string | undefined {
  const allowed = answer.headers["access-control-allow-origin"];
  if (allowed === "*" || allowed === origin) return undefined;
  return allowed === undefined
    ? "the answer has no access-control-allow-origin header"
    : "the answer allows another origin";
}

function listOf(value: string | undefined): string[] {
  return (value ?? "").split(",").map((item) => item.trim());
}

/** Whether a page may read a header of the answer; some it may always. https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name */
export function exposes(answer: StoreAnswer, name: string): boolean {
  const exposed = listOf(answer.headers["access-control-expose-headers"]).map((entry) => entry.toLowerCase());
  return exposed.includes("*") || exposed.includes(name);
}
