import * as z from "zod/mini";
import { StorageBucketBody } from "../../lib/buckets/storage-bucket.ts";
import type { Team } from "../../lib/teams/team.ts";
import { BucketShape } from "./bucket.ts";

export const TeamShape = z.strictObject({
  name: z.string(),
  org: z.string(),
  storageType: z.enum(["Internal", "External"]),
  bucket: BucketShape,
  members: z.array(z.string()),
  createdBy: z.string(),
  /** ISO 8601. */
  createdAt: z.string(),
});

/** A list of e-mail addresses, or one comma-separated string. */
export const MembersShape = z.union([z.array(z.string()).check(z.maxLength(1_000)), z.string()]);

export const TeamBody = z.strictObject({
  teamName: z.string(),
  storageType: z.enum(["Internal", "External"]),
  storageBucket: z.exactOptional(StorageBucketBody),
  members: z.exactOptional(MembersShape),
});

/** A team as answers show it: nothing of its credentials. */
export function teamAnswer(team: Team): z.output<typeof TeamShape> {
  const { name, org, storageType, binding, members, createdBy, createdAt } = team;
  return {
    name,
    org,
    storageType,
    bucket: binding.bucket,
    members,
    createdBy,
    createdAt: createdAt.toISOString(),
  };
}

/** The bucket of the whole deployment. */
export const StorageShape = z.strictObject({
  bucket: BucketShape,
  createdBy: z.string(),
  /** ISO 8601. */
  createdAt: z.string(),
});

/** Instance storage is kept like a team; it has neither name nor members to show. */
export function storageAnswer({ binding, createdBy, createdAt }: Team): z.output<typeof StorageShape> {
  return { bucket: binding.bucket, createdBy, createdAt: createdAt.toISOString() };
}
