import type { AddressContext, AddressResult } from "../storage/address/address-result.ts";
import { assembleBucket } from "../storage/address/assemble-bucket.ts";
import { readAddress } from "../storage/address/read-address.ts";

/**
 * Reads a storage address (`s3://…`, `cw://…`, `gs://…`, `az://…`) into a bucket and, apart from it, the keys in it.
 * A failure is a sentence for the admin and never quotes the address. The bucket's name is not checked here:
 * its rules are the room's (`nameProblem`). Percent sequences are decoded in keys and in the query, not in the path.
 */
export function parseAddress(text: string, context: AddressContext): AddressResult {
  const reading = readAddress(text, context);
  return "ok" in reading ? reading : assembleBucket(reading, context);
}
