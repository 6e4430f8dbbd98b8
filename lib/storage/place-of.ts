import type { Bucket } from "./bucket.ts";
import { roomOf } from "./catalog.ts";

/** The physical place of a bound bucket, the same for every spelling of it. */
export function placeOf(bucket: Bucket): string {
  const room = roomOf(bucket.provider);
  if (room === undefined) throw new Error(`No room for provider ${bucket.provider}`);
  return room.place(bucket);
}
