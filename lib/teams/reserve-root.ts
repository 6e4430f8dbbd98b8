import { placeOf } from "../storage/place-of.ts";
import { rootsOverlap } from "./claim.ts";
import { teamKey } from "./team.ts";
import type { ActiveRecord, TeamRecord, TeamStore } from "./team-store.ts";

export interface RootRequest {
  org: string;
  /** The name of the team that wants the root. */
  teamName: string;
  place: string;
  root: string;
}

/** Why a root cannot be had. The other organisation is never named. */
export type RootConflict = { by: "organisation" } | { by: "team"; teamName: string };

/** Says who holds the root, or an overlapping one; undefined when it is free. Reads only. */
export async function findRootConflict(
  store: TeamStore,
  request: RootRequest,
): Promise<RootConflict | undefined> {
  const claim = await store.readClaim(request.place);
  if (claim === undefined) return undefined;
  if (claim.org !== request.org) return { by: "organisation" };
  const own = teamKey(request.teamName);
  for (const [key, root] of claim.roots) {
    if (key === own || !rootsOverlap(root, request.root)) continue;
    const holder = holderOf(await store.readTeam(request.org, key), request.place, root);
    if (holder !== undefined) return { by: "team", teamName: holder };
  }
  return undefined;
}

/**
 * True when the bucket holds roots of other teams beside this one. Leftover entries count, since their objects may be
 * there; but not one that overlaps the root, which is the team's own then.
 */
export async function isShared(
  store: TeamStore,
  { teamName, place, root }: { teamName: string; place: string; root: string },
): Promise<boolean> {
  const claim = await store.readClaim(place);
  return [...(claim?.roots ?? [])].some(
    ([key, other]) => key !== teamKey(teamName) && !rootsOverlap(other, root),
  );
}

export type Reservation =
  | { outcome: "reserved"; seenVersion: string | undefined }
  | { outcome: "conflict"; conflict: RootConflict }
  | { outcome: "again" };

/**
 * Puts the root under the team's key in the claim, given what was just read of the team (which is not active).
 * Entries in the way whose team is not there are thrown out, after their key has been fenced: writing a new version
 * to it makes any creation that is still under way for that entry fail. `again`: another writer was first.
 */
export async function reserveRoot(
  store: TeamStore,
  request: RootRequest,
  seen: Exclude<TeamRecord, ActiveRecord> | undefined,
): Promise<Reservation> {
  const claim = await store.readClaim(request.place);
  if (claim !== undefined && claim.org !== request.org)
    return { outcome: "conflict", conflict: { by: "organisation" } };

  const own = teamKey(request.teamName);
  const roots = new Map(claim?.roots);
  let seenVersion = seen?.version;
  for (const [key, root] of claim?.roots ?? []) {
    if (key === own) {
      if (root === request.root) continue;
      seenVersion = await fence(store, request.org, own, seen);
      if (seenVersion === undefined) return { outcome: "again" };
    } else if (rootsOverlap(root, request.root)) {
      const record = await store.readTeam(request.org, key);
      const holder = holderOf(record, request.place, root);
      if (holder !== undefined) return { outcome: "conflict", conflict: { by: "team", teamName: holder } };
      if (record?.state !== "active" && (await fence(store, request.org, key, record)) === undefined)
        return { outcome: "again" };
      roots.delete(key);
    }
  }
  roots.set(own, request.root);
  const written = await store.writeClaim({ place: request.place, org: request.org, roots }, claim?.version);
  return written ? { outcome: "reserved", seenVersion } : { outcome: "again" };
}

/** The name of the active team that really has this root here; undefined for a leftover entry. */
function holderOf(record: TeamRecord | undefined, place: string, root: string): string | undefined {
  if (record?.state !== "active") return undefined;
  const { binding, name } = record.team;
  return binding.root === root && placeOf(binding.bucket) === place ? name : undefined;
}

/** An active team needs no fence: whoever saw its key before it was active fails anyway. */
async function fence(
  store: TeamStore,
  org: string,
  key: string,
  seen: Exclude<TeamRecord, ActiveRecord> | undefined,
): Promise<string | undefined> {
  return store.writeTeam(org, key, seen?.state === "deleted" ? seen : { state: "void" }, seen?.version);
}
