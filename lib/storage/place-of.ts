import type { Bucket } from "./bucket.ts";
import { roomOf } from "./catalog.ts";

/** The physical place of a bound bucket, the same for every spelling of it. */
export function placeOf(bucket: Bucket): string {
  return roomOf(bucket.provider).place(bucket);
}
