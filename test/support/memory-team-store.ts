import { AppError } from "../../lib/errors.ts";
import type { Claim } from "../../lib/teams/claim.ts";
import type { Team } from "../../lib/teams/team.ts";
import type { NewRecord, TeamRecord, TeamStore } from "../../lib/teams/team-store.ts";

export interface MemoryTeamStore extends TeamStore {
  /** What is there right now. */
  activeTeams(): Team[];
  claims(): Claim[];
}

interface Kept {
  org: string;
  key: string;
  version: string;
  record: NewRecord;
}

/** A team store in memory: each call takes effect at once and as a whole. The suite of stores proves it alike. */
export function memoryTeamStore(): MemoryTeamStore {
  const teams = new Map<string, Kept>();
  const claims = new Map<string, Claim>();
  let writes = 0;
  const at = (org: string, key: string) => JSON.stringify([org, key]);

  const recordAt = (org: string, key: string): TeamRecord | undefined => {
    const kept = teams.get(at(org, key));
    if (kept === undefined) return undefined;
    const { version, record } = structuredClone(kept);
    if (record.state !== "active") return { ...record, version };
    return { state: "active", version, team: record.team };
  };
  const activeTeams = () =>
    [...teams.values()].flatMap(({ record }) => (record.state === "active" ? [record.team] : []));

  return {
    activeTeams,
    claims: () => [...claims.values()],
    readTeam: async (org, key) => recordAt(org, key),

    async readSealedTeam(org, key) {
      const record = recordAt(org, key);
      if (record === undefined) return undefined;
      const kept = teams.get(at(org, key))?.record;
      const sealedCredentials = kept?.state === "active" ? kept.sealedCredentials : undefined;
      return sealedCredentials === undefined ? { record } : { record, sealedCredentials };
    },

    async listTeams(org, { limit, cursor }) {
      const keyOf = (team: Team) => team.name.toLowerCase();
      const all = activeTeams()
        .filter((team) => team.org === org)
        .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
      if (cursor !== undefined && !/^\/[a-z0-9_-]{1,48}$/.test(cursor))
        throw new AppError("request.invalid", "cursor is not one that this list answered.");
      const rest = all.filter((team) => cursor === undefined || keyOf(team) > cursor.slice(1));
      const page = structuredClone(rest.slice(0, limit));
      const last = page.at(-1);
      if (last === undefined || rest.length <= limit) return { teams: page };
      return { teams: page, nextCursor: `/${keyOf(last)}` };
    },

    async writeTeam(org, key, record, seenVersion) {
      if (teams.get(at(org, key))?.version !== seenVersion) return undefined;
      const version = `t${++writes}`;
      teams.set(at(org, key), structuredClone({ org, key, version, record }));
      return version;
    },

    async writeMembers(org, key, members, seenVersion) {
      const kept = teams.get(at(org, key));
      if (kept?.version !== seenVersion || kept.record.state !== "active") return false;
      kept.record.team.members = [...members];
      kept.version = `t${++writes}`;
      return true;
    },

    async readClaim(place) {
      return structuredClone(claims.get(place));
    },

    async writeClaim(claim, seenVersion) {
      if (claims.get(claim.place)?.version !== seenVersion) return false;
      claims.set(claim.place, structuredClone({ ...claim, version: `c${++writes}` }));
      return true;
    },
  };
}
