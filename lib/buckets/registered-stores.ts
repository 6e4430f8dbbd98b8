import { createHash } from "node:crypto";
import { isWithin } from "../storage/address/path.ts";
import { registeredHosts } from "../storage/address/registered-hosts.ts";
import type { Bucket } from "../storage/bucket.ts";
import { roomOf } from "../storage/catalog.ts";
import type { Credentials, OwnCredentials } from "../storage/credentials.ts";
import { placeOf } from "../storage/place-of.ts";
import { parseAddress } from "./address.ts";

/** A storage address that the operator put in `GORILLA_SUPPORTED_FILE_STORES`. */
export interface RegisteredStore {
  /** Stays the same as long as place and path do. */
  id: string;
  bucket: Bucket;
  /** Those in the address; teams sign with them by reference. */
  credentials?: OwnCredentials;
}

export interface RegisteredStores {
  all: readonly RegisteredStore[];
  /** `host[:port]` of the S3-compatible ones. */
  hosts: ReadonlySet<string>;
  /** True when a team may use the bucket: its place is registered with an equal or enclosing path. */
  covers(bucket: Bucket): boolean;
  /** The registered store of the same bucket with the closest equal or enclosing path. */
  find(bucket: Bucket): RegisteredStore | undefined;
  /** The keys that a team there signs with: those of the closest such store that has any, over the same transport. */
  keysFor(bucket: Bucket): OwnCredentials | undefined;
  /** The other registered buckets of the same store that the same access key opens. */
  sharingKey(credentials: Credentials, bucket: Bucket): Bucket[];
}

/** The one entry that lets teams use any CoreWeave bucket. */
const ANY_COREWEAVE = "cw://";

/**
 * Reads the operator's comma-separated list. Throws a plain Error that names the entry by its number, never by its
 * text, since that holds keys. A later entry for the same place and path replaces an earlier one.
 */
export function readRegisteredStores(list: string, awsRegion?: string): RegisteredStores {
  const entries = list.split(",").map((entry) => entry.trim());
  const anyCoreweave = entries.includes(ANY_COREWEAVE);
  const byId = new Map<string, RegisteredStore>();
  entries.forEach((entry, index) => {
    if (entry === "" || entry === ANY_COREWEAVE) return;
    const read = parseAddress(entry, { awsRegion, registeredHosts: new Set() });
    if (!read.ok) throw new Error(problemOfEntry(index, [read.problem, read.fix].join(" ").trim()));
    const wrongName = roomOf(read.bucket.provider).nameProblem(read.bucket.name);
    if (wrongName !== undefined) throw new Error(problemOfEntry(index, wrongName));
    const id = idOf(read.bucket);
    byId.set(id, { id, bucket: read.bucket, ...(read.credentials ? { credentials: read.credentials } : {}) });
  });
  return registeredStores([...byId.values()], anyCoreweave);
}

function registeredStores(all: readonly RegisteredStore[], anyCoreweave: boolean): RegisteredStores {
  const around = (bucket: Bucket) =>
    all
      .filter(
        (store) => placeOf(store.bucket) === placeOf(bucket) && isWithin(bucket.path, store.bucket.path),
      )
      .sort((a, b) => b.bucket.path.length - a.bucket.path.length);
  const find = (bucket: Bucket) => around(bucket)[0];
  return {
    all,
    hosts: registeredHosts(all.map(({ bucket }) => bucket)),
    find,
    covers: (bucket) => (anyCoreweave && bucket.provider === "COREWEAVE") || find(bucket) !== undefined,
    keysFor: (bucket) =>
      around(bucket).find((store) => store.credentials !== undefined && sameTransport(store.bucket, bucket))
        ?.credentials,
    sharingKey(credentials, bucket) {
      const accessKeyId = accessKeyIdOf(credentials);
      if (accessKeyId === undefined) return [];
      const sharing = all.filter(
        (store) =>
          store.credentials !== undefined &&
          accessKeyIdOf(store.credentials) === accessKeyId &&
          sameStore(store.bucket, bucket) &&
          placeOf(store.bucket) !== placeOf(bucket),
      );
      return sharing.map((store) => store.bucket);
    },
  };
}

/** Keys that the operator registered for https do not sign URLs that travel in clear. */
function sameTransport(a: Bucket, b: Bucket): boolean {
  return a.endpoint?.split(":")[0] === b.endpoint?.split(":")[0];
}

function accessKeyIdOf(credentials: Credentials): string | undefined {
  return "accessKeyId" in credentials ? credentials.accessKeyId : undefined;
}

/** The same provider and, for an S3-compatible one, the same endpoint. */
export function sameStore(a: Bucket, b: Bucket): boolean {
  return placeOf({ ...a, name: "x" }) === placeOf({ ...b, name: "x" });
}

function idOf(bucket: Bucket): string {
  return `reg-${createHash("sha256")
    .update(`${placeOf(bucket)}\n${bucket.path}`)
    .digest("hex")
    .slice(0, 16)}`;
}

function problemOfEntry(index: number, problem: string): string {
  return `GORILLA_SUPPORTED_FILE_STORES, entry ${index + 1}: ${problem}`;
}
