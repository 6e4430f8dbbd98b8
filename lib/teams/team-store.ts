import type { Claim } from "./claim.ts";
import type { Team } from "./team.ts";

/** A live team. */
export interface ActiveRecord {
  state: "active";
  version: string;
  team: Team;
}

/** What is left of a deleted team: its name may come back only with the same place and root. */
export interface DeletedRecord {
  state: "deleted";
  version: string;
  name: string;
  place: string;
  root: string;
  deletedAt: Date;
}

/** A name that was never a team, but whose half-done creation was cut off (see README.md). */
export interface VoidRecord {
  state: "void";
  version: string;
}

export type TeamRecord = ActiveRecord | DeletedRecord | VoidRecord;

export type NewRecord =
  | { state: "active"; team: Team; sealedCredentials?: string }
  | Omit<DeletedRecord, "version">
  | { state: "void" };

/** A team with its sealed credentials, where it has some of its own. */
export interface SealedTeam {
  record: TeamRecord;
  sealedCredentials?: string;
}

/** All that signing needs of the teams. */
export interface SealedTeams {
  /** A strongly consistent read; the only one that shows sealed credentials. */
  readSealedTeam(org: string, key: string): Promise<SealedTeam | undefined>;
}

export interface TeamPage {
  teams: Team[];
  nextCursor?: string;
}

/**
 * Keeps teams and claims. Every read is strongly consistent; every write touches one item and takes effect only
 * if the item still has the version that the writer saw (undefined: there is no item).
 */
export interface TeamStore extends SealedTeams {
  readTeam(org: string, key: string): Promise<TeamRecord | undefined>;
  /** Active teams in the order of their keys. Throws `request.invalid` for a cursor that is not ours. */
  listTeams(org: string, options: { limit: number; cursor?: string }): Promise<TeamPage>;
  /** Writes the record under a new version, which it answers; undefined when another writer was first. */
  writeTeam(
    org: string,
    key: string,
    record: NewRecord,
    seenVersion: string | undefined,
  ): Promise<string | undefined>;
  /** Replaces the invitations alone; false when another writer was first. */
  writeMembers(org: string, key: string, members: string[], seenVersion: string): Promise<boolean>;
  readClaim(place: string): Promise<Claim | undefined>;
  /** False when another writer was first. */
  writeClaim(claim: Omit<Claim, "version">, seenVersion: string | undefined): Promise<boolean>;
}
