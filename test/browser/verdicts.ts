import { createHash } from "node:crypto";
import { openFrontEnd, type PageAnswer } from "./front-end.ts";
import type { PageProvider, Stage } from "./stage.ts";

export const METHODS = ["GET", "HEAD", "PUT"] as const;
type PageMethod = (typeof METHODS)[number];

/** Whether a page gets through, by the browser's experience or by the report's word. */
interface Verdict {
  /** By method, with `content-type`, which pages send. */
  allowed: Record<PageMethod, boolean>;
  /** `content-md5` may be sent and `ETag` read; undefined when a PUT is refused anyway. */
  complete: boolean | undefined;
}

export interface BrowserVerdict extends Verdict {
  /** Chromium's names for what it refused, by request. */
  refusals: Record<string, string>;
}

export interface ReportVerdict extends Verdict {
  /** What the report tells the admin to do about it. */
  fix: string;
}

const BODY = "what a page uploads";
const MD5 = createHash("md5").update(BODY).digest("base64");
const CONTENT_TYPE = "application/x-wandb-run";

/** Has a page of the front end try everything, with grants that it asks the service for. */
export async function tryInBrowser(stage: Stage, team: PageProvider): Promise<BrowserVerdict> {
  const frontEnd = await openFrontEnd(stage.origin);
  const ask = async (method: PageMethod, headers: Record<string, string> = {}) => {
    const request = { team, method, objects: [{ key: "a b%+ü.txt" }] };
    const { body } = await frontEnd.presign({ service: stage.service.url, token: stage.member, request });
    return frontEnd.ask({
      grant: body.urls[0],
      headers: { "content-type": CONTENT_TYPE, ...headers },
      ...(method === "PUT" && { body: BODY }),
    });
  };
  try {
    const PUT = await ask("PUT");
    const withMd5 = await ask("PUT", { "content-md5": MD5 });
    const [GET, HEAD] = [await ask("GET"), await ask("HEAD")];
    const answers = { GET, HEAD, PUT, "PUT with content-md5": withMd5 };
    return {
      allowed: { GET: GET.allowed, HEAD: HEAD.allowed, PUT: PUT.allowed },
      complete: PUT.allowed ? withMd5.allowed && PUT.etag !== null : undefined,
      refusals: refusalsOf(answers),
    };
  } finally {
    await frontEnd.close();
  }
}

/** Throws for a refusal that is not about CORS: a store that is down would look like one that lets nobody in. */
function refusalsOf(answers: Record<string, PageAnswer>): Record<string, string> {
  const refused = Object.entries(answers).flatMap(([name, { allowed, refusal = "" }]) =>
    allowed ? [] : [[name, refusal] as const],
  );
  const other = refused.find(([, refusal]) => refusal.startsWith("net::"));
  if (other) throw new Error(`${other[0]} failed for another reason than CORS: ${other[1]}`);
  return Object.fromEntries(refused);
}

/** Asks the service for its report on the same bucket. */
export async function readReport(stage: Stage, team: PageProvider): Promise<ReportVerdict> {
  const { body: report } = await stage.service.call("POST", "/buckets/validate", {
    token: stage.admin,
    body: { teamName: team, storageBucket: { address: stage.stores[team].address } },
  });
  const check = (name: string): { status: string; message: string; fix?: string } => {
    const found = report.checks.find((each: { name: string }) => each.name === name);
    if (found === undefined) throw new Error(`The report has no ${name}.`);
    return found;
  };
  const [browserAllowed, browserComplete] = [check("browser-allowed"), check("browser-complete")];
  if (browserAllowed.status !== "passed" && browserAllowed.status !== "failed")
    throw new Error(`browser-allowed is ${browserAllowed.status}: ${browserAllowed.message}`);
  const refused = refusedMethods(browserAllowed);
  const allowed = Object.fromEntries(METHODS.map((method) => [method, !refused.has(method)]));
  return {
    allowed: allowed as Record<PageMethod, boolean>,
    complete: browserComplete.status === "skipped" ? undefined : browserComplete.status === "passed",
    fix: browserAllowed.fix ?? browserComplete.fix ?? "",
  };
}

function refusedMethods({ status, message }: { status: string; message: string }): Set<string> {
  const refused = new Set(message.match(/\b(GET|HEAD|PUT)(?=:| with an Origin header)/g) ?? []);
  if (status === "passed" ? refused.size > 0 : refused.size === 0)
    throw new Error(`browser-allowed is ${status} and says: ${message}`);
  return refused;
}
