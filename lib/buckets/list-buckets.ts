import type { Bucket } from "../storage/bucket.ts";
import type { Team } from "../teams/team.ts";
import type { TeamStore } from "../teams/team-store.ts";
import type { RegisteredStores } from "./registered-stores.ts";

/** A bucket that an organisation can pick from. */
export interface KnownBucket {
  id: string;
  bucket: Bucket;
  source: "registered" | "team";
}

export interface ListBucketsDeps {
  store: TeamStore;
  registered: RegisteredStores;
}

const PAGE = 500;
/** An answer beyond this would not fit; an organisation with so many teams knows its buckets by name. */
const MAX_TEAMS = 10_000;

/** The registered stores, then the buckets that External teams brought; never a secret. */
export async function listBuckets(
  { store, registered }: ListBucketsDeps,
  org: string,
): Promise<KnownBucket[]> {
  const known: KnownBucket[] = registered.all.map(({ id, bucket }) => ({ id, bucket, source: "registered" }));
  let cursor: string | undefined;
  do {
    const page = await store.listTeams(org, { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    known.push(...page.teams.filter(isExternal).map(bucketOfTeam));
    cursor = page.nextCursor;
  } while (cursor !== undefined && known.length < MAX_TEAMS);
  return known;
}

function isExternal(team: Team): boolean {
  return team.storageType === "External";
}

function bucketOfTeam({ binding }: Team): KnownBucket {
  return { id: binding.id, bucket: binding.bucket, source: "team" };
}
