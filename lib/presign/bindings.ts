import { LRUCache } from "lru-cache";
import type { KeySource } from "../credentials/key-source.ts";
import type { Deployment } from "../deployment.ts";
import { roomOf } from "../storage/catalog.ts";
import type { Credentials } from "../storage/credentials.ts";
import type { MultipartSigner } from "../storage/multipart.ts";
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
  /** Signs an upload in parts, with the same credentials. */
  multipart: () => Promise<MultipartSigner>;
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
  endpoints?: Deployment["endpoints"];
  now: () => Date;
}

interface KeptBinding extends OpenBinding {
  /** Of the team's item, its sealed credentials included. */
  version: string;
}

/** Reads bindings through a bounded cache with one read per team at a time; what is missing or fails is not kept. */
export function cachedBindings(deps: BindingsDeps): Bindings {
  const kept = new LRUCache<string, KeptBinding>({
    max: KEPT_TEAMS,
    ttl: KEPT_MS,
    // The wall clock: while a process is frozen or a machine asleep, the cache's own may stand still.
    perf: { now: () => deps.now().getTime() },
    ttlResolution: 0,
    noDeleteOnStaleGet: true,
  });
  const underWay = new Map<string, Promise<OpenBinding | undefined>>();

  const read = async (id: string, org: string, key: string) => {
    const binding = await load(deps, org, key, kept.peek(id, { allowStale: true }));
    kept.set(id, binding); // undefined takes it out
    return binding;
  };

  return {
    async find(org, teamName) {
      const key = teamKey(teamName);
      const id = JSON.stringify([org, key]);
      const fresh = kept.get(id);
      if (fresh !== undefined) return fresh;
      const reading = underWay.get(id) ?? read(id, org, key).finally(() => underWay.delete(id));
      underWay.set(id, reading);
      return reading;
    },
  };
}

/** The binding from before is kept when the team has not changed since, and its opened credentials with it. */
async function load(
  deps: BindingsDeps,
  org: string,
  key: string,
  before: KeptBinding | undefined,
): Promise<KeptBinding | undefined> {
  const found = await deps.store.readSealedTeam(org, key);
  if (found?.record.state !== "active") return undefined;
  const { team, version } = found.record;
  if (before?.version === version) return before;
  const { bucket } = team.binding;
  const room = roomOf(bucket.provider);
  const keys = deps.keySourceOf(team, found.sealedCredentials);
  const options = { now: deps.now, endpoint: deps.endpoints?.[bucket.provider] };
  return {
    version,
    team,
    room,
    signer: perKeys(keys, (credentials) => room.signer(bucket, credentials, options)),
    multipart: perKeys(keys, (credentials) => room.multipart(bucket, credentials, options)),
  };
}

/** Makes something once, as long as the keys stay the same ones. */
function perKeys<T>(keys: KeySource, make: (credentials: Credentials) => T | Promise<T>): () => Promise<T> {
  let last: { credentials: Credentials; made: T | Promise<T> } | undefined;
  return async () => {
    const credentials = await keys();
    if (last?.credentials !== credentials) last = { credentials, made: make(credentials) };
    return last.made;
  };
}
