import { AppError } from "../../../lib/errors.ts";
import { deleteTeam } from "../../../lib/teams/manage-teams.ts";
import { type Team, teamKey } from "../../../lib/teams/team.ts";
import type { TeamStore } from "../../../lib/teams/team-store.ts";
import { writeTeam } from "../../../lib/teams/write-team.ts";
import { plannedFor, sampleTeam } from "../../support/sample-team.ts";
import type { Actor } from "../../support/turnstile.ts";
import { wrapTeamStore } from "../../support/wrap-team-store.ts";

/** One thing that an actor does. A creation can break off at its nth call to the store, before or after its effect. */
export type Deed =
  | { do: "create"; org?: string; name: string; bucket?: string; path?: string; breakOff?: BreakOff }
  | { do: "delete"; org?: string; name: string };

export interface BreakOff {
  /** From 0. */
  call: number;
  /** `crash-before`, `crash-after`: the process is gone. `lost`: a write that took effect is reported as refused. */
  how: "crash-before" | "crash-after" | "lost";
}

class Crash extends Error {}

/** What came of a deed: the outcome of a creation, `deleted`, or the code of the problem. */
export type Report = (deed: Deed, outcome: string) => void;

/** An actor that does these deeds one after the other, going through its gate before each call to the store. */
export function rival(store: TeamStore, deeds: readonly Deed[], report: Report = () => undefined): Actor {
  return async (gate) => {
    for (const deed of deeds) report(deed, await doing(store, deed, gate));
  };
}

async function doing(store: TeamStore, deed: Deed, gate: () => Promise<void>): Promise<string> {
  const { org = "acme", name } = deed;
  try {
    if (deed.do === "delete") {
      await deleteTeam(depsOf(breaking(store, undefined, gate)), adminOf(org), name);
      return "deleted";
    }
    const { bucket: bucketName = "bucket", path = "" } = deed;
    const team = sampleTeam({ org, name, bucketName, path });
    const planned = plannedFor(team);
    const written = await writeTeam(breaking(store, deed.breakOff, gate), team, planned, undefined);
    if (written.outcome === "created") await requireThere(store, team);
    return written.outcome;
  } catch (error) {
    if (error instanceof Crash) return "crashed";
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

function breaking(store: TeamStore, breakOff: BreakOff | undefined, gate: () => Promise<void>): TeamStore {
  let calls = 0;
  return wrapTeamStore(store, async (method, call) => {
    await gate();
    const how = breakOff?.call === calls++ ? breakOff.how : undefined;
    if (how === "crash-before") throw new Crash();
    const answer = await call();
    if (how === "crash-after") throw new Crash();
    if (how !== "lost" || !method.startsWith("write")) return answer;
    return (method === "writeTeam" ? undefined : false) as typeof answer;
  });
}

/** What is reported as created must be there, and be this one. */
async function requireThere(store: TeamStore, team: Team): Promise<void> {
  const record = await store.readTeam(team.org, teamKey(team.name));
  if (record?.state !== "active" || record.team.binding.id !== team.binding.id)
    throw new Error(`Team ${team.name} was reported as created and is not there`);
}

function depsOf(store: TeamStore) {
  const deployment = { type: "multi-tenant" as const, frontendOrigins: [] };
  return { store, deployment, now: () => new Date("2026-11-24T13:00:00Z") };
}

function adminOf(org: string) {
  return { sub: "admin1", org, teams: new Set<string>(), roles: new Set(["admin"]) };
}
