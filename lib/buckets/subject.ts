import type { Deployment } from "../deployment.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { BucketFacts } from "../storage/inspector.ts";
import type { Room, Scope } from "../storage/room.ts";
import type { RootConflict } from "../teams/reserve-root.ts";
import type { BrowserVisit } from "./browser/browser-visit.ts";
import type { ChosenKeys } from "./choose-keys.ts";
import type { Connection } from "./connecting/connection.ts";
import type { KeyReach } from "./key-reach.ts";
import type { Tenancy } from "./ownership/tenancy.ts";
import type { Probe } from "./probe.ts";
import type { RegisteredStores } from "./registered-stores.ts";

/** The bucket under examination, with all that a check may use. Its address has been read. */
export interface Subject {
  deployment: Deployment;
  org: string;
  now: () => Date;
  /** What the bucket is wanted for. */
  scope: Scope;
  bucket: Bucket;
  root: string;
  /** Notes on the address that do not stop it. */
  warnings: readonly string[];
  room: Room;
  registered: RegisteredStores;
  keys: ChosenKeys;
  /** W&B's own identity at the provider, where it signs for the bucket. */
  principal?: string | undefined;
  /** Who holds the root, or one that overlaps. */
  findRootConflict(): Promise<RootConflict | undefined>;
  /** True when other teams have roots beside this one in the same bucket. */
  isShared(): Promise<boolean>;
  /** What else the access key opens. */
  keyReach(): Promise<KeyReach>;
  /** False where the keys cannot be had, which `credentials-accepted` explains. */
  hasKeys(): Promise<boolean>;
  /** The way to the store. */
  connection(): Connection;
  /** What may be asked before it is known whose the bucket is; undefined without an identity to ask with. */
  tenancy(): Promise<Tenancy | undefined>;
  /** What the bucket says of itself; throws without keys. */
  facts(): Promise<BucketFacts>;
  /** A page of one origin, at work with the bucket; throws without keys. */
  visit(origin: string): Promise<BrowserVisit>;
  /** Spends grants on the store; throws without keys. */
  probe(): Promise<Probe>;
}
