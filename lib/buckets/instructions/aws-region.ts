import type { Plan } from "./plan.ts";

/** The bucket's region; address parsing lets no bucket of AWS through without one. */
export function regionOf({ bucket }: Plan): string {
  if (bucket.region === undefined) throw new Error("A bucket on Amazon S3 has a region");
  return bucket.region;
}
