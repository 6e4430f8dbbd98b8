import { once } from "../../once.ts";
import type { Spent } from "../../storage/spent.ts";
import { PROBE_NAME, type Probe } from "../probe.ts";
import { originProblem, preflightProblem } from "./cors-verdict.ts";

/** What a browser would make of one request. */
export interface Asked {
  /** Completes "A browser on a page of … would refuse: …"; undefined when it would not. */
  problem: string | undefined;
  /** False when the store did not answer, or only that it cannot now. */
  answered: boolean;
}

/** A page of one origin at work with the bucket, by grants for probe objects. */
export interface BrowserVisit {
  /** Asks, as a browser does first, whether a grant may be sent with `content-type` and these headers besides its own. */
  preflight(method: "GET" | "HEAD" | "PUT", headers?: readonly string[]): Promise<Asked>;
  get(): Promise<Asked>;
  put(): Promise<Asked>;
  /** The answer to the PUT, sent once. */
  putAnswer(): Promise<Spent>;
}

export function createBrowserVisit(probe: Probe, origin: string): BrowserVisit {
  const putAnswer = once(() =>
    probe.put(probe.key(`from ${origin.replace(/[^a-z0-9.-]/gi, "_")}`), probe.content, {
      headers: { origin },
    }),
  );
  return {
    async preflight(method, headers = []) {
      const grant = await probe.sign(method, probe.key(PROBE_NAME));
      const sent = headersToAsk([...Object.keys(grant.headers), ...headers]);
      const { answer, message } = await probe.send("OPTIONS", grant.url, {
        origin,
        "access-control-request-method": method,
        "access-control-request-headers": sent.join(","),
      });
      if (answer === undefined) return { problem: `${method}: ${message}`, answered: false };
      const problem = preflightProblem(answer, { origin, method, headers: sent });
      return { problem: problem && `${method}: ${problem}`, answered: !isPassing(answer.status) };
    },
    async get() {
      const { method, url, headers } = await probe.sign("GET", probe.key(PROBE_NAME));
      return judged("GET", origin, await probe.send(method, url, { ...headers, origin }));
    },
    put: async () => judged("PUT", origin, await putAnswer()),
    putAnswer,
  };
}

/** `content-type`, which pages send with every upload, and what else is to be sent; in a browser's own order. */
function headersToAsk(names: readonly string[]): string[] {
  return [...new Set(["content-type", ...names.map((name) => name.toLowerCase())])].sort();
}

function judged(method: string, origin: string, spent: Spent): Asked {
  if (spent.answer === undefined) return { problem: `${method}: ${spent.message}`, answered: false };
  if (spent.cause !== "ok")
    return {
      problem: `${method} with an Origin header is answered with HTTP ${spent.answer.status}`,
      answered: !isPassing(spent.answer.status),
    };
  const problem = originProblem(spent.answer, origin);
  return { problem: problem && `${method}: ${problem}`, answered: true };
}

/** True for an answer that says more of the moment than of the bucket. */
function isPassing(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}
