import { startServer } from "../../../functions/local/server.ts";
import { apiDeps } from "../../../functions/wiring/api-deps.ts";
import { awsAccess } from "../../../functions/wiring/aws-calls.ts";
import { awsParts } from "../../../functions/wiring/aws-parts.ts";
import { uploadKeyReader } from "../../../functions/wiring/aws-secrets.ts";
import { awsTeamStore } from "../../../functions/wiring/aws-team-store.ts";
import { awsVault } from "../../../functions/wiring/aws-vault.ts";
import type { Runtime } from "../../../functions/wiring/runtime.ts";
import { readPresignConfig } from "../../../lib/config.ts";
import { callByNode } from "../../../lib/outbound/call-by-node.ts";
import type { Team } from "../../../lib/teams/team.ts";
import { overHttp, type PresignRuntime } from "./runtime.ts";
import type { Stage } from "./stage.ts";

/** A team that the integration role signs for; no store here takes sessions of the stand-in, so it is not validated. */
const ROLE_TEAM: Team = {
  org: "acme",
  name: "role",
  storageType: "External",
  binding: {
    id: "binding-role",
    bucket: { provider: "AWS", name: "aws-bucket", path: "role", region: "us-east-1" },
    root: "role/",
    credentialsSource: "integration",
  },
  members: [],
  createdBy: "admin1",
  createdAt: new Date("2026-11-24T12:00:00Z"),
};

/** The service as `npm start` serves it, over HTTP, on a stage; and the teams made there, by its own teams function. */
export async function presignInNode({ environment, addresses, token }: Stage): Promise<PresignRuntime> {
  const lines: string[] = [];
  const config = readPresignConfig(environment);
  const runtime: Runtime = {
    functionName: "presign",
    write: (line) => void lines.push(line),
    now: () => new Date(),
    access: awsAccess(config, callByNode),
  };
  const parts = await awsParts(config, runtime, awsTeamStore);
  const server = await startServer({
    port: 0,
    parts,
    vault: awsVault(runtime.access, config.BYOB_VAULT_KEY_ARN),
    uploadKey: await uploadKeyReader(runtime.access, config.BYOB_UPLOAD_KEY_ARN)(),
    api: apiDeps(config, parts, runtime, () => undefined),
    jwks: { keys: [] },
  });
  const send = overHttp(server.url);
  const authorization = `Bearer ${await token({ sub: "admin1", roles: ["admin"] })}`;
  for (const [teamName, address] of Object.entries(addresses)) {
    const storageBucket = address === undefined ? { provider: "MINIO", name: "listed-bucket" } : { address };
    const body = JSON.stringify({ teamName, storageType: "External", storageBucket });
    const made = await send({ method: "POST", path: "/teams", headers: { authorization }, body });
    if (made.status !== 201) throw new Error(made.text);
  }
  await parts.store.writeTeam("acme", ROLE_TEAM.name, { state: "active", team: ROLE_TEAM }, undefined);
  return { lines, ip: "127.0.0.1", reachesOwnStores: true, send, close: server.close };
}
