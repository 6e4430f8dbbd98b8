import { LRUCache } from "lru-cache";
import type { KeySource } from "../credentials/key-source.ts";
import type { Deployment } from "../deployment.ts";
import type { CountLookup } from "../observability/metrics.ts";
import { singleFlight } from "../single-flight.ts";
import { roomOf } from "../storage/catalog.ts";
import type { Credentials } from "../storage/credentials.ts";
import type { MultipartSigner } from "../storage/multipart.ts";
import type { Room } from "../storage/room.ts";
import type { Signer } from "../storage/signer.ts";
import { type Team, teamKey } from "../teams/team.ts";
import type { SealedTeams } from "../teams/team-store.ts";

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
  /**
   * Forgets a binding whose keys its store refused, with its opened credentials, sessions and signers. True when `find`
   * may find other keys now; false within 10 s of the last time, so that a team whose keys are simply wrong does not
   * have them read anew at every request.
   */
  drop(binding: OpenBinding): boolean;
}

/** Below the 60 s within which a changed team must take effect. */
const KEPT_MS = 30_000;
const KEPT_TEAMS = 1_000;
const DROP_PAUSE_MS = 10_000;

export interface BindingsDeps {
  store: SealedTeams;
  keySourceOf(team: Team, sealedCredentials: string | undefined): KeySource;
  /** Forgets what is kept of the team's keys elsewhere than in its key source: sessions, delegation keys. */
  forgetKeys?: (team: Team) => void;
  count?: CountLookup;
  endpoints?: Deployment["endpoints"];
  now: () => Date;
}

interface KeptBinding extends OpenBinding {
  /** Of the team's item, its sealed credentials included. */
  version: string;
}

/** Reads bindings through a bounded cache with one read per team at a time; what is missing or fails is not kept. */
export function cachedBindings(deps: BindingsDeps): Bindings {
  const nowMs = () => deps.now().getTime();
  const kept = new LRUCache<string, KeptBinding>({
    max: KEPT_TEAMS,
    ttl: KEPT_MS,
    // The wall clock: while a process is frozen or a machine asleep, the cache's own may stand still.
    perf: { now: nowMs },
    ttlResolution: 0,
    noDeleteOnStaleGet: true,
  });
  const lastKept = (id: string) => kept.peek(id, { allowStale: true });
  const flights = singleFlight<KeptBinding | undefined>();
  const droppedAtMs = new LRUCache<string, number>({ max: KEPT_TEAMS });

  return {
    async find(org, teamName) {
      const key = teamKey(teamName);
      const id = idOf(org, key);
      const fresh = kept.get(id);
      deps.count?.(fresh !== undefined || flights.has(id) ? "hit" : "miss");
      if (fresh !== undefined) return fresh;
      return flights.join(
        id,
        () => load(deps, org, key, lastKept(id)),
        (binding) => kept.set(id, binding), // undefined takes it out
      );
    },

    drop(binding) {
      const { org, name } = binding.team;
      const id = idOf(org, teamKey(name));
      if (lastKept(id) !== binding) return true; // somebody else dropped it, or it has changed since
      if (nowMs() - (droppedAtMs.get(id) ?? -DROP_PAUSE_MS) < DROP_PAUSE_MS) return false;
      droppedAtMs.set(id, nowMs());
      kept.delete(id);
      flights.forget(id);
      deps.forgetKeys?.(binding.team);
      return true;
    },
  };
}

function idOf(org: string, key: string): string {
  return JSON.stringify([org, key]);
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
