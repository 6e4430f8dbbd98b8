import { createHash } from "node:crypto";
import type { Bucket } from "../../storage/bucket.ts";
import { placeOf } from "../../storage/place-of.ts";

/** The key of the challenge under a team's root; W&B's clients can neither read nor write there. */
export const CHALLENGE_NAME = ".wandb-byob/owner";

/**
 * What the owner of a bucket writes into it to show that it is this organisation's: one line of printable ASCII, the
 * same for every spelling of the bucket. It is no secret: what proves is that somebody who may write into the bucket
 * put it there, and another organisation's challenge is another text.
 */
export function ownershipChallenge(org: string, bucket: Bucket): string {
  const digest = createHash("sha256")
    .update(JSON.stringify(["wandb-byob-owner", org, placeOf(bucket)]))
    .digest("base64url");
  return `wandb-byob-owner=${digest}`;
}
