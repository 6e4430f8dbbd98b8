import { fingerprint } from "../credentials/fingerprint.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { Credentials } from "../storage/credentials.ts";
import { placeOf } from "../storage/place-of.ts";
import { INSTANCE_KEY, type Team } from "../teams/team.ts";
import type { TeamStore } from "../teams/team-store.ts";
import { type RegisteredStores, sameStore } from "./registered-stores.ts";

/** What else an access key opens besides the bucket that is examined, as far as it is known here. */
export interface KeyReach {
  /** Other registered buckets with the same key. */
  buckets: number;
  /** True when a team, or the instance storage, is bound in another bucket that the key opens. */
  teams: boolean;
}

const PAGE = 500;

/** Looks among the registered stores, and among the organisation's bindings for the same key's fingerprint. */
export async function keyReach(
  { store, registered }: { store: TeamStore; registered: RegisteredStores },
  org: string,
  bucket: Bucket,
  credentials: Credentials | undefined,
): Promise<KeyReach> {
  if (credentials === undefined || !("secretAccessKey" in credentials) || "sessionToken" in credentials)
    return { buckets: 0, teams: false };
  const sharing = registered.sharingKey(credentials, bucket);
  const claims = await Promise.all(sharing.map((other) => store.readClaim(placeOf(other))));
  const claimed = claims.some((claim) => (claim?.roots.size ?? 0) > 0);
  const print = fingerprint(credentials, bucket);
  const opens = ({ binding }: Team) =>
    binding.credentialsFingerprint === print &&
    sameStore(binding.bucket, bucket) &&
    placeOf(binding.bucket) !== placeOf(bucket);
  return { buckets: sharing.length, teams: claimed || (await someBinding(store, org, opens)) };
}

async function someBinding(store: TeamStore, org: string, opens: (team: Team) => boolean): Promise<boolean> {
  const instance = await store.readTeam(org, INSTANCE_KEY);
  if (instance?.state === "active" && opens(instance.team)) return true;
  let cursor: string | undefined;
  do {
    const page = await store.listTeams(org, { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    if (page.teams.some(opens)) return true;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return false;
}
