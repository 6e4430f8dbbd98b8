import { AppError } from "../errors.ts";
import type { Bucket } from "../storage/bucket.ts";

export type StorageType = "Internal" | "External";

/**
 * Which credentials sign for a team: its own (sealed in the table), or by reference those of the registered store,
 * of the instance storage, or of the integration identity.
 */
export type CredentialsSource = "own" | "registered" | "instance" | "integration";

/** team → bucket + root + credentials. Immutable once written. */
export interface Binding {
  id: string;
  bucket: Bucket;
  /** The prefix that is this team's alone; empty or ending in a slash. */
  root: string;
  credentialsSource: CredentialsSource;
  /** Tells two keys apart without storing the id: of the team's own, or of the registered store's at creation. */
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

/** The key under which an organisation's instance storage is kept beside its teams; no team can have it as a name. */
export const INSTANCE_KEY = "*instance*";

const TEAM_NAME = /^[A-Za-z0-9_-]{1,48}$/;

/** True for 1–48 ASCII letters, digits, `-` and `_`. */
export function isTeamName(name: string): boolean {
  return TEAM_NAME.test(name);
}

/** Throws `team.name_invalid`. */
export function requireTeamName(name: string): void {
  if (!isTeamName(name))
    throw new AppError("team.name_invalid", "teamName has 1 to 48 letters, digits, hyphens and underscores.");
}
