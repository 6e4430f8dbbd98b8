import type { BrowserVisit } from "../browser/browser-visit.ts";
import { exposes } from "../browser/cors-verdict.ts";
import type { Severity } from "../report.ts";
import { type Check, failed, inconclusive, passed, skipped } from "./check.ts";

/** An upload in parts from a page sends `content-md5` with each part and reads its `ETag`. */
export const browserComplete: Check = {
  severity: "warning",
  needs: ["browser-allowed"],
  async run(subject) {
    const { room, bucket, deployment } = subject;
    const origins = deployment.frontendOrigins;
    if (origins.length === 0)
      return skipped("Not applicable: no front-end origin is configured (BYOB_FRONTEND_ORIGINS).");
    const severity: Severity = room.cors.etagNeeded ? "error" : "warning";
    const lacking = await Promise.all(
      origins.map(async (origin) => ({ origin, ...(await lackFor(await subject.visit(origin), origin)) })),
    );
    const bad = lacking.filter(({ problems }) => problems.length > 0);
    if (bad.length === 0) return { ...passed("Pages may send content-md5 and read ETag."), severity };
    const message = bad
      .map(
        ({ origin, problems }) =>
          `For an upload in parts, a page of ${origin} lacks: ${problems.join("; ")}.`,
      )
      .join(" ");
    if (!bad.every(({ answered }) => answered))
      return { ...inconclusive(message, "Try again when the store is well."), severity };
    const trap = room.cors.headerTrap === undefined ? "" : `${room.cors.headerTrap} `;
    const fix = `${trap}${room.guide.corsCaution} Set this CORS configuration: ${room.guide.corsCommand(bucket, origins)}`;
    return { ...failed(message, fix), severity };
  },
};

async function lackFor(
  visit: BrowserVisit,
  origin: string,
): Promise<{ problems: string[]; answered: boolean }> {
  const [asked, { answer, message }] = await Promise.all([
    visit.preflight("PUT", ["content-md5"]),
    visit.putAnswer(),
  ]);
  const problems = asked.problem === undefined ? [] : [asked.problem];
  if (answer === undefined) return { problems: [...problems, `PUT: ${message}`], answered: false };
  if (!exposes(answer, "etag")) problems.push(`ETag is not exposed to pages of ${origin}`);
  return { problems, answered: asked.answered };
}
