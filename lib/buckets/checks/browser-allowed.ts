import type { Asked, BrowserVisit } from "../browser/browser-visit.ts";
import { type Check, failed, inconclusive, type Outcome, passed, skipped } from "./check.ts";

/** Asks as a page of each front-end origin would: a preflight for every method, then a real GET and PUT. */
export const browserAllowed: Check = {
  severity: "error",
  needs: ["upload-accepted"],
  async run(subject) {
    const origins = subject.deployment.frontendOrigins;
    if (origins.length === 0)
      return skipped("Not applicable: no front-end origin is configured (BYOB_FRONTEND_ORIGINS).");
    const { tls } = subject.connection().reach;
    const verdicts = await Promise.all(
      origins.map(async (origin) => verdictFor(await subject.visit(origin), origin, tls)),
    );
    const bad = verdicts.filter((verdict) => verdict.problems.length > 0);
    if (bad.length === 0) return passed(`Pages of ${origins.join(", ")} may read and write.`);
    const { corsCaution, corsCommand } = subject.room.guide;
    return outcomeOf(
      bad,
      `${corsCaution} Set this CORS configuration: ${corsCommand(subject.bucket, origins)}`,
    );
  },
};

interface Verdict {
  origin: string;
  problems: string[];
  definite: boolean;
  mixedContent: boolean;
}

async function verdictFor(visit: BrowserVisit, origin: string, tls: boolean): Promise<Verdict> {
  if (origin.startsWith("https:") && !tls)
    return {
      origin,
      problems: ["a page loaded by https may not talk to a store by plain http (mixed content)"],
      definite: true,
      mixedContent: true,
    };
  const asked = await Promise.all([
    visit.preflight("GET"),
    visit.preflight("HEAD"),
    visit.preflight("PUT"),
    visit.get(),
    visit.put(),
  ]);
  return { origin, ...summaryOf(asked), mixedContent: false };
}

function summaryOf(asked: readonly Asked[]): Pick<Verdict, "problems" | "definite"> {
  return {
    problems: asked.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
    definite: asked.every(({ answered }) => answered),
  };
}

function outcomeOf(bad: Verdict[], fix: string): Outcome {
  const message = bad
    .map(({ origin, problems }) => `A browser on a page of ${origin} would refuse: ${problems.join("; ")}.`)
    .join(" ");
  if (bad.some(({ mixedContent }) => mixedContent))
    return failed(message, "Serve the store by https, and say so in the address with tls=true.");
  if (!bad.every(({ definite }) => definite))
    return inconclusive(message, "Try again when the store is well.");
  return failed(message, fix);
}
