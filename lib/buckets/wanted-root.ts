import { type Bucket, rootOf } from "../storage/bucket.ts";
import type { Scope } from "../storage/room.ts";

/** The folder of instance storage under which each Internal team has its own. No path of a team may begin with it. */
const INTERNAL = "_teams/";

/** The prefix that a bucket is wanted for: the path for one team; below it the Internal teams' folder for instance storage. */
export function wantedRoot(scope: Scope, bucket: Bucket): string {
  return scope === "instance" ? rootOf(bucket) + INTERNAL : rootOf(bucket);
}
