import { parseAddress } from "../../../lib/buckets/address.ts";
import type {
  AddressContext,
  AddressFound,
  AddressResult,
} from "../../../lib/storage/address/address-result.ts";
import { registeredHosts } from "../../../lib/storage/address/registered-hosts.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import type { OwnCredentials } from "../../../lib/storage/credentials.ts";

/** A context with these registered stores. */
export function contextWith(registered: Bucket[] = [], awsRegion?: string): AddressContext {
  return { awsRegion, registered, registeredHosts: registeredHosts(registered) };
}

/** The result, or an error with the problem that stands in its place. */
export function found(result: AddressResult): AddressFound {
  if (!result.ok) throw new Error(`Not read: ${result.problem}`);
  return result;
}

/** The problem and the fix in one text; throws when there is none. */
export function problemOf(result: AddressResult): string {
  if (result.ok) throw new Error(`Read as ${JSON.stringify(result.bucket)}`);
  return `${result.problem} ${result.fix ?? ""}`;
}

/** Parses where nothing is registered and the service has no region of its own. */
export function parse(text: string): AddressResult {
  return parseAddress(text, contextWith());
}

/** Credentials with their secrets laid bare, to be compared. */
export function bare(credentials: OwnCredentials | undefined): Record<string, string> {
  const fields = Object.entries(credentials ?? {});
  return Object.fromEntries(
    fields.map(([name, value]) => [name, typeof value === "string" ? value : value.reveal()]),
  );
}
