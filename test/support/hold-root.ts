import type { Bucket } from "../../lib/storage/bucket.ts";
import { rootOf } from "../../lib/storage/bucket.ts";
import { placeOf } from "../../lib/storage/place-of.ts";
import { teamKey } from "../../lib/teams/team.ts";
import type { TeamStore } from "../../lib/teams/team-store.ts";
import { sampleTeam } from "./sample-team.ts";

/** Makes the team exist with its root in this bucket, as a creation would have left it. */
export async function holdRoot(
  store: TeamStore,
  holder: { org: string; name: string; bucket: Bucket },
): Promise<void> {
  const { org, name, bucket } = holder;
  const team = sampleTeam({ org, name });
  const root = rootOf(bucket);
  const binding = { ...team.binding, bucket, root };
  const place = placeOf(bucket);
  const claim = await store.readClaim(place);
  const roots = new Map(claim?.roots).set(teamKey(name), root);
  await store.writeClaim({ place, org, roots }, claim?.version);
  await store.writeTeam(org, teamKey(name), { state: "active", team: { ...team, binding } }, undefined);
}
