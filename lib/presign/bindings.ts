import { LRUCache } from "lru-cache";
import type { KeySource } from "../credentials/key-source.ts";
import type { Bucket } from "../storage/bucket.ts";
import { roomOf } from "../storage/catalog.ts";
import type { AccessKey } from "../storage/credentials.ts";
import type { Room } from "../storage/room.ts";
import type { Signer } from "../storage/signer.ts";
import { type Team, teamKey } from "../teams/team.ts";
import type { TeamStore } from "../teams/team-store.ts";

/** A team ready to sign for. */
export interface OpenBinding {
  team: Team;
  room: Room;
  /** Opens the credentials when first asked, so for nobody who may not sign. */
  signer: () => Promise<Signer>;
}

export interface Bindings {
  /** Undefined for a team that is not there or is deleted. */
  find(org: string, teamName: string): Promise<OpenBinding | undefined>;
}

/** Below the 60 s within which a changed team must take effect. */
const KEPT_MS = 30_000;
const KEPT_TEAMS = 1_000;

export interface BindingsDeps {
  store: TeamStore;
  keySourceOf(team: Team, sealedCredentials: string | undefined): KeySource;
  now: () => Date;
}

/** Reads bindings through a bounded cache with one read per team at a time; what is missing or fails is not kept. */
export function cachedBindings(deps: BindingsDeps): Bindings {
  const cache = new LRUCache<string, OpenBinding, { org: string; key: string }>({
    max: KEPT_TEAMS,
    ttl: KEPT_MS,
    fetchMethod: (_, __, { context }) => load(deps, context.org, context.key),
  });
  return {
    find(org, teamName) {
      const key = teamKey(teamName);
      return cache.fetch(JSON.stringify([org, key]), { context: { org, key } });
    },
  };
}

async function load(deps: BindingsDeps, org: string, key: string): Promise<OpenBinding | undefined> {
  const found = await deps.store.readSealedTeam(org, key);
  if (found?.record.state !== "active") return undefined;
  const { team } = found.record;
  const { bucket } = team.binding;
  const room = roomOf(bucket.provider);
  if (room === undefined) throw new Error(`No room for provider ${bucket.provider}`);
  const keys = deps.keySourceOf(team, found.sealedCredentials);
  return { team, room, signer: signerFor(room, bucket, keys, deps.now) };
}

/** One signer as long as the keys stay the same ones. */
function signerFor(room: Room, bucket: Bucket, keys: KeySource, now: () => Date): () => Promise<Signer> {
  let last: { accessKey: AccessKey; signer: Signer } | undefined;
  return async () => {
    const accessKey = await keys();
    if (last?.accessKey !== accessKey) last = { accessKey, signer: room.signer(bucket, accessKey, { now }) };
    return last.signer;
  };
}
