import { boundedText } from "../bounded-text.ts";
import type { HttpCall } from "./http-call.ts";

/** Calls by the runtime's own `fetch`: for the edge, which has nothing else. */
export const callByFetch: HttpCall = async ({ method, url, headers = {}, body, timeoutMs, maxBytes }) => {
  const answer = await fetch(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    // Workers know "manual", not "error".
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: answer.status, text: await boundedText(answer, maxBytes) };
};
