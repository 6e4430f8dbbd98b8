import type { GcsAccount, GcsBucket } from "./gcs-bucket.ts";
import type { MultipartShelf } from "./multipart-shelf.ts";
import type { ObjectShelf } from "./object-shelf.ts";

/** What the XML API knows and keeps. */
export interface GcsState {
  accounts: readonly GcsAccount[];
  buckets: ReadonlyMap<string, GcsBucket>;
  shelf: ObjectShelf;
  uploads: MultipartShelf;
  /** The folder of files that are still being written; undefined where all is kept in memory. */
  incoming: string | undefined;
}
