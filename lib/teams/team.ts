import type { Bucket } from "../storage/bucket.ts";

export type StorageType = "Internal" | "External";

/** Which credentials sign for a team: its own (sealed in the table) or the registered store's, by reference. */
export type CredentialsSource = "own" | "registered" | "integration";

/** team → bucket + root + credentials. Immutable once written. */
export interface Binding {
  id: string;
  bucket: Bucket;
  /** The prefix that is this team's alone; empty or ending in a slash. */
  root: string;
  credentialsSource: CredentialsSource;
  /** Tells two own access keys apart without storing the id. Absent unless the source is `own`. */
  credentialsFingerprint?: string;
}

/** What the table knows of a team, without its sealed credentials. */
export interface Team {
  org: string;
  /** As it was written at creation; compared without regard to case. */
  name: string;
  storageType: StorageType;
  binding: Binding;
  /** Invited e-mail addresses, lower case. */
  members: string[];
  /** The creator's `sub`. */
  createdBy: string;
  createdAt: Date;
}

/** The form of a team's name under which it is unique in its organisation. */
export function teamKey(name: string): string {
  return name.toLowerCase();
}

const TEAM_NAME = /^[A-Za-z0-9_-]{1,48}$/;

/** True for 1–48 ASCII letters, digits, `-` and `_`. */
export function isTeamName(name: string): boolean {
  return TEAM_NAME.test(name);
}
