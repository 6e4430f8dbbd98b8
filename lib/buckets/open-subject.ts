import type { Deployment } from "../deployment.ts";
import type { AddressFound } from "../storage/address/address-result.ts";
import type { Bucket } from "../storage/bucket.ts";
import { roomOf } from "../storage/catalog.ts";
import { placeOf } from "../storage/place-of.ts";
import type { Scope } from "../storage/room.ts";
import { findRootConflict, isShared } from "../teams/reserve-root.ts";
import type { TeamStore } from "../teams/team-store.ts";
import type { ChosenKeys, KeyChoiceDeps } from "./choose-keys.ts";
import { type Connection, openConnection } from "./connection.ts";
import { keyReach } from "./key-reach.ts";
import { createProbe, type Probe } from "./probe.ts";
import type { Subject } from "./subject.ts";

export interface SubjectDeps extends KeyChoiceDeps {
  deployment: Deployment;
  store: TeamStore;
  now: () => Date;
  /** W&B's own bucket in multi-tenant: nobody's to bring. */
  defaultStore?: Bucket;
  /** Milliseconds that one call to a store may take. */
  callTimeoutMs: number;
}

export interface SubjectRequest {
  org: string;
  teamName: string;
  scope: Scope;
  /** The prefix that is examined, and that no other team may have. */
  root: string;
  address: AddressFound;
  keys: ChosenKeys;
}

/** How many calls may time out one after the other before the checks are broken off: with the sweep 25 s of API Gateway's 30. */
const CALLS_IN_A_ROW = 4;

/** A subject whose connection and probe are opened when the first check asks; `end` removes what was written and hangs up. */
export function openSubject(
  deps: SubjectDeps,
  { org, teamName, scope, root, address, keys }: SubjectRequest,
): { subject: Subject; end(): Promise<void> } {
  const { bucket, warnings } = address;
  const { deployment, store, registered, now, callTimeoutMs } = deps;
  const room = roomOf(bucket.provider);
  const endpoint = deployment.endpoints?.[bucket.provider];
  const deadline = AbortSignal.timeout(CALLS_IN_A_ROW * callTimeoutMs);
  let connection: Connection | undefined;
  let probe: Promise<Probe> | undefined;

  const connect = () => {
    connection ??= openConnection(room.reach(bucket, endpoint), {
      registered: endpoint !== undefined || registered.find(bucket) !== undefined,
      timeoutMs: callTimeoutMs,
    });
    return connection;
  };

  const openProbe = async (): Promise<Probe> => {
    const accessKey = await keys.open();
    if (accessKey === undefined) throw new Error("A probe needs keys");
    return createProbe({
      room,
      root,
      client: await connect().client(),
      signer: room.signer(bucket, accessKey, { now, endpoint }),
      deadline,
    });
  };

  const subject: Subject = {
    deployment,
    scope,
    bucket,
    root,
    warnings,
    room,
    registered,
    keys,
    async findRootConflict() {
      if (deps.defaultStore && placeOf(deps.defaultStore) === placeOf(bucket)) return { by: "organisation" };
      return findRootConflict(store, { org, teamName, place: placeOf(bucket), root });
    },
    isShared: () => isShared(store, { teamName, place: placeOf(bucket), root }),
    keyReach: async () => keyReach({ store, registered }, org, bucket, await keys.open()),
    connection: connect,
    probe() {
      probe ??= openProbe();
      return probe;
    },
  };

  return {
    subject,
    async end() {
      try {
        const opened = await probe?.catch(() => undefined); // the check that asked has told why
        await opened?.sweep();
      } finally {
        await connection?.close();
      }
    },
  };
}
