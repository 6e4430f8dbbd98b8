import type { Deployment } from "../deployment.ts";
import type { AddressResult } from "../storage/address/address-result.ts";
import { registeredAddressContext } from "./address-context.ts";
import { type ListBucketsDeps, listBuckets } from "./list-buckets.ts";
import { parseStorageBucket, type StorageBucketBody } from "./storage-bucket.ts";

export interface ReadDeps extends ListBucketsDeps {
  deployment: Deployment;
}

/** Reads `storageBucket` as its organisation means it: an id stands for a bucket of that organisation's own list. */
export async function readStorageBucket(
  deps: ReadDeps,
  org: string,
  body: StorageBucketBody,
): Promise<AddressResult> {
  const context = registeredAddressContext(deps);
  if (body.id === undefined) return parseStorageBucket(body, context);
  const known = await listBuckets(deps, org);
  return parseStorageBucket(body, {
    ...context,
    byId: (id) => known.find((bucket) => bucket.id === id)?.bucket,
  });
}
