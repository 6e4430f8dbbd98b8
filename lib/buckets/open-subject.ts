import type { Deployment } from "../deployment.ts";
import { rootOf } from "../storage/bucket.ts";
import { roomOf } from "../storage/catalog.ts";
import { placeOf } from "../storage/place-of.ts";
import { findRootConflict, isShared } from "../teams/reserve-root.ts";
import type { TeamStore } from "../teams/team-store.ts";
import type { AddressFound } from "./address/address-result.ts";
import type { ChosenKeys, KeyChoiceDeps } from "./choose-keys.ts";
import { type Connection, openConnection } from "./connection.ts";
import { createProbe, type Probe } from "./probe.ts";
import type { Subject } from "./subject.ts";

export interface SubjectDeps extends KeyChoiceDeps {
  deployment: Deployment;
  store: TeamStore;
  now: () => Date;
  /** Milliseconds that one call to a store may take. */
  callTimeoutMs: number;
}

export interface SubjectRequest {
  org: string;
  teamName: string;
  address: AddressFound;
  keys: ChosenKeys;
}

/** A subject whose connection and probe are opened when the first check asks; `end` removes what was written and hangs up. */
export function openSubject(
  deps: SubjectDeps,
  { org, teamName, address, keys }: SubjectRequest,
): { subject: Subject; end(): Promise<void> } {
  const { bucket, warnings } = address;
  const { deployment, store, registered, now, callTimeoutMs } = deps;
  const room = roomOf(bucket.provider);
  const root = rootOf(bucket);
  let connection: Connection | undefined;
  let probe: Promise<Probe> | undefined;

  const connect = () => {
    if (room === undefined) throw new Error(`No room for provider ${bucket.provider}`);
    connection ??= openConnection(room.reach(bucket), {
      registered: registered.find(bucket) !== undefined,
      timeoutMs: callTimeoutMs,
    });
    return connection;
  };

  const openProbe = async (): Promise<Probe> => {
    const accessKey = await keys.open();
    if (room === undefined || accessKey === undefined) throw new Error("A probe needs a room and keys");
    return createProbe({
      room,
      root,
      client: await connect().client(),
      signer: room.signer(bucket, accessKey, { now }),
    });
  };

  const subject: Subject = {
    deployment,
    bucket,
    root,
    warnings,
    room,
    registered,
    keys,
    findRootConflict: () => findRootConflict(store, { org, teamName, place: placeOf(bucket), root }),
    isShared: () => isShared(store, { teamName, place: placeOf(bucket) }),
    connection: connect,
    probe() {
      probe ??= openProbe();
      return probe;
    },
  };

  return {
    subject,
    async end() {
      const opened = await probe?.catch(() => undefined);
      await opened?.sweep();
      await connection?.close();
    },
  };
}
