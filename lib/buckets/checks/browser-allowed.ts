import { originProblem, preflightProblem } from "../cors-verdict.ts";
import { PROBE_NAME, type Probe, type Spent } from "../probe.ts";
import { type Check, failed, inconclusive, type Outcome, passed, skipped } from "./check.ts";

/** Asks as a page of each front-end origin would: a preflight for every method, then a real GET and PUT. */
export const browserAllowed: Check = {
  severity: "error",
  needs: ["upload-accepted"],
  async run(subject) {
    const origins = subject.deployment.frontendOrigins;
    if (origins.length === 0)
      return skipped("Not applicable: no front-end origin is configured (BYOB_FRONTEND_ORIGINS).");
    const probe = await subject.probe();
    const { tls } = subject.connection().reach;
    const verdicts = await Promise.all(origins.map((origin) => verdictFor(probe, origin, tls)));
    const bad = verdicts.filter((verdict) => verdict.problems.length > 0);
    if (bad.length === 0) return passed(`Pages of ${origins.join(", ")} may read and write.`);
    return outcomeOf(bad, subject.room.guide.corsCommand(subject.bucket, origins));
  },
};

interface Verdict {
  origin: string;
  problems: string[];
  /** False when the store did not answer one of the requests, or only that it cannot now. */
  definite: boolean;
  mixedContent: boolean;
}

async function verdictFor(probe: Probe, origin: string, tls: boolean): Promise<Verdict> {
  if (origin.startsWith("https:") && !tls)
    return {
      origin,
      problems: ["a page loaded by https may not talk to a store by plain http (mixed content)"],
      definite: true,
      mixedContent: true,
    };
  const asked = await Promise.all([
    preflight(probe, origin, "GET"),
    preflight(probe, origin, "HEAD"),
    preflight(probe, origin, "PUT"),
    realGet(probe, origin),
    realPut(probe, origin),
  ]);
  const problems = asked.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  return { origin, problems, definite: asked.every(({ answered }) => answered), mixedContent: false };
}

interface Asked {
  problem: string | undefined;
  answered: boolean;
}

async function preflight(probe: Probe, origin: string, method: "GET" | "HEAD" | "PUT"): Promise<Asked> {
  const { url, headers } = await probe.sign(method, probe.key(PROBE_NAME));
  const sent = headersToAsk(headers);
  const { answer, message } = await probe.send("OPTIONS", url, {
    origin,
    "access-control-request-method": method,
    "access-control-request-headers": sent.join(","),
  });
  if (answer === undefined) return { problem: `${method}: ${message}`, answered: false };
  const problem = preflightProblem(answer, { origin, method, headers: sent });
  return { problem: problem && `${method}: ${problem}`, answered: !isPassing(answer.status) };
}

/** `content-type`, which pages send with every upload, and what the grant asks for; in a browser's own order. */
function headersToAsk(headers: Record<string, string>): string[] {
  return [...new Set(["content-type", ...Object.keys(headers).map((name) => name.toLowerCase())])].sort();
}

async function realGet(probe: Probe, origin: string): Promise<Asked> {
  const grant = probe.sign("GET", probe.key(PROBE_NAME));
  return judged("GET", origin, await probe.spend(grant, undefined, { origin }));
}

async function realPut(probe: Probe, origin: string): Promise<Asked> {
  const key = probe.key(`from ${origin.replace(/[^a-z0-9.-]/gi, "_")}`);
  return judged("PUT", origin, await probe.put(key, probe.content, { headers: { origin } }));
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

function outcomeOf(bad: Verdict[], corsCommand: string): Outcome {
  const message = bad
    .map(({ origin, problems }) => `A browser on a page of ${origin} would refuse: ${problems.join("; ")}.`)
    .join(" ");
  if (bad.some(({ mixedContent }) => mixedContent))
    return failed(message, "Serve the store by https, and say so in the address with tls=true.");
  if (!bad.every(({ definite }) => definite))
    return inconclusive(message, "Try again when the store is well.");
  return failed(message, `Set this CORS configuration on the bucket: ${corsCommand}`);
}
