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

type Step = [title: string, run: () => Promise<string>];

const KEY = "runs/1/a b%+ü.bin";

/** One team on each of the local stores; their keys are the registered stores'. */
const TEAMS = [
  { name: "demo", store: "S3", bucket: { provider: "MINIO", name: "demo" } },
  { name: "demo-gcs", store: "Cloud Storage", bucket: { provider: "GCP", name: "demo-gcs" } },
  {
    name: "demo-azure",
    store: "Azure Blob",
    bucket: { provider: "AZURE", accountName: "localdemo", containerName: "demo-azure" },
  },
];

/** Walks the main job as its users would, over HTTP; answers the first step that did not hold. */
export async function walk({ url, issuer, file, say }: WalkOptions): Promise<FailedStep | undefined> {
  const bytes = await readFile(file);
  const client = async (user: string, claims: object): Promise<Client> =>
    createClient(url, await issuer.sign({ sub: user, org: "acme", teams: [], roles: [], ...claims }, 600));
  const admin = await client("admin1", { roles: ["admin"] });
  const member = await client("member1", { teams: TEAMS.map(({ name }) => name) });
  const stranger = await client("stranger1", {});

  const steps = [...TEAMS.flatMap((team) => stepsOf(team, { admin, member, bytes })), hideStep(stranger)];
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

function stepsOf(
  { name: team, store, bucket }: (typeof TEAMS)[number],
  { admin, member, bytes }: { admin: Client; member: Client; bytes: Buffer },
): Step[] {
  const grantFor = async (method: string) => {
    const asked = { team, method, objects: [{ key: KEY }] };
    const [grant] = (await member.call<Grants>("POST", "/presign", asked, 200)).urls;
    if (grant?.url === undefined) throw new Error("the answer has no URL");
    return grant;
  };
  return [
    [
      `${store}: validate the bucket`,
      async () => {
        const asked = { teamName: team, storageBucket: bucket };
        return summaryOf(await admin.call<Report>("POST", "/buckets/validate", asked, 200));
      },
    ],
    [
      `${store}: create the team`,
      async () => {
        const body = { teamName: team, storageType: "External", storageBucket: bucket };
        const answer = await admin.call<{ report?: Report }>("POST", "/teams", body, 201, 200);
        return answer.report ? `team ${team} was created` : `team ${team} was there already`;
      },
    ],
    [
      `${store}: upload through a pre-signed PUT`,
      async () => {
        const { url, headers } = await grantFor("PUT");
        const response = await fetch(url, { method: "PUT", headers, body: new Uint8Array(bytes) });
        if (!response.ok) throw new Error(`the store answered ${response.status}`);
        return `${bytes.length} bytes as ${KEY}`;
      },
    ],
    [
      `${store}: download through a pre-signed GET`,
      async () => {
        const { url, headers } = await grantFor("GET");
        const response = await fetch(url, { headers });
        if (!response.ok) throw new Error(`the store answered ${response.status}`);
        if (!Buffer.from(await response.arrayBuffer()).equals(bytes))
          throw new Error("other bytes came back");
        return `the same bytes, sha256 ${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}…`;
      },
    ],
    [
      `${store}: refuse a changed URL`,
      async () => {
        const { url } = await grantFor("GET");
        const { status } = await fetch(url.replace("runs/1/", "runs/2/"));
        if (status !== 403) throw new Error(`the store answered ${status}`);
        return "403 from the store";
      },
    ],
  ];
}

function hideStep(stranger: Client): Step {
  return [
    "hide the teams from others",
    async () => {
      const asked = { team: "demo", method: "GET", objects: [{ key: KEY }] };
      const status = await stranger.status("POST", "/presign", asked);
      if (status !== 404) throw new Error(`it answered ${status}`);
      return "404, as for a team that does not exist";
    },
  ];
}

function summaryOf({ valid, checks, findings }: Report): string {
  if (!valid) throw new Error(findings.map(({ message }) => message).join(" "));
  const passed = checks.filter(({ status }) => status === "passed").length;
  const warnings = findings.map(({ severity, message }) => `${severity}: ${message}`);
  return [`${passed} of ${checks.length} checks passed`, ...warnings].join("; ");
}
