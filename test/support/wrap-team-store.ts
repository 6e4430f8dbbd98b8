import type { TeamStore } from "../../lib/teams/team-store.ts";

/** Called in place of each call to the store; `call` makes it. */
export type AroundCall = <T>(method: keyof TeamStore, call: () => Promise<T>) => Promise<T>;

/** The same store with something around each call. */
export function wrapTeamStore(store: TeamStore, around: AroundCall): TeamStore {
  return {
    readTeam: (...given) => around("readTeam", () => store.readTeam(...given)),
    readSealedTeam: (...given) => around("readSealedTeam", () => store.readSealedTeam(...given)),
    listTeams: (...given) => around("listTeams", () => store.listTeams(...given)),
    writeTeam: (...given) => around("writeTeam", () => store.writeTeam(...given)),
    writeMembers: (...given) => around("writeMembers", () => store.writeMembers(...given)),
    readClaim: (...given) => around("readClaim", () => store.readClaim(...given)),
    writeClaim: (...given) => around("writeClaim", () => store.writeClaim(...given)),
  };
}
