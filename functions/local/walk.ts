import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Client, createClient } from "./client.ts";
import type { Issuer } from "./issuer.ts";

export interface WalkOptions {
  url: string;
  issuer: Issuer;
  /** The file that goes up and comes back. */
  file: string;
  /** Where each finished step is told. */
  say: (line: string) => void;
}

/** A step did not hold; the message names it. */
export interface FailedStep {
  step: string;
  reason: string;
}

interface Grants {
  urls: { url: string; headers: Record<string, string> }[];
}

interface Report {
  valid: boolean;
  checks: { status: string }[];
  findings: { message: string; severity: string }[];
}

const TEAM = "demo";
const KEY = "runs/1/a b%+ü.bin";
const STORAGE = { provider: "MINIO", name: "demo" };

/** Walks the main job as its users would, over HTTP; answers the first step that did not hold. */
export async function walk({ url, issuer, file, say }: WalkOptions): Promise<FailedStep | undefined> {
  const bytes = await readFile(file);
  const client = async (user: string, claims: object): Promise<Client> =>
    createClient(url, await issuer.sign({ sub: user, org: "acme", teams: [], roles: [], ...claims }, 600));
  const admin = await client("admin1", { roles: ["admin"] });
  const member = await client("member1", { teams: [TEAM] });
  const stranger = await client("stranger1", {});
  const grantFor = async (method: string) => {
    const asked = { team: TEAM, method, objects: [{ key: KEY }] };
    const [grant] = (await member.call<Grants>("POST", "/presign", asked, 200)).urls;
    if (grant?.url === undefined) throw new Error("the answer has no URL");
    return grant;
  };

  const steps: [string, () => Promise<string>][] = [
    [
      "validate the bucket",
      async () =>
        summaryOf(
          await admin.call<Report>(
            "POST",
            "/buckets/validate",
            { teamName: TEAM, storageBucket: STORAGE },
            200,
          ),
        ),
    ],
    [
      "create the team",
      async () => {
        const body = { teamName: TEAM, storageType: "External", storageBucket: STORAGE };
        const answer = await admin.call<{ report?: Report }>("POST", "/teams", body, 201, 200);
        return answer.report ? `team ${TEAM} on bucket demo` : `team ${TEAM} was there already`;
      },
    ],
    [
      "upload through a pre-signed PUT",
      async () => {
        const { url: target, headers } = await grantFor("PUT");
        const response = await fetch(target, { method: "PUT", headers, body: bytes });
        if (!response.ok) throw new Error(`the store answered ${response.status}`);
        return `${bytes.length} bytes as ${KEY}`;
      },
    ],
    [
      "download through a pre-signed GET",
      async () => {
        const { url: source, headers } = await grantFor("GET");
        const response = await fetch(source, { headers });
        if (!response.ok) throw new Error(`the store answered ${response.status}`);
        if (!Buffer.from(await response.arrayBuffer()).equals(bytes))
          throw new Error("other bytes came back");
        return `the same bytes, sha256 ${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}…`;
      },
    ],
    [
      "refuse a changed URL",
      async () => {
        const { url: source } = await grantFor("GET");
        const { status } = await fetch(source.replace("runs/1/", "runs/2/"));
        if (status !== 403) throw new Error(`the store answered ${status}`);
        return "403 from the store";
      },
    ],
    [
      "hide the team from others",
      async () => {
        const status = await stranger.status("POST", "/presign", {
          team: TEAM,
          method: "GET",
          objects: [{ key: KEY }],
        });
        if (status !== 404) throw new Error(`it answered ${status}`);
        return "404, as for a team that does not exist";
      },
    ],
  ];

  for (const [step, run] of steps) {
    const startedAt = performance.now();
    try {
      const result = await run();
      say(`  ✓ ${step} (${Math.round(performance.now() - startedAt)} ms): ${result}`);
    } catch (error) {
      return { step, reason: error instanceof Error ? error.message : String(error) };
    }
  }
  return undefined;
}

function summaryOf({ valid, checks, findings }: Report): string {
  if (!valid) throw new Error(findings.map(({ message }) => message).join(" "));
  const passed = checks.filter(({ status }) => status === "passed").length;
  return [
    `${passed} of ${checks.length} checks passed`,
    ...findings.map((f) => `${f.severity}: ${f.message}`),
  ].join("; ");
}
