import type { Deployment } from "../deployment.ts";
import { type IntegrationPrincipals, principalFor } from "../integration-principals.ts";
import { once } from "../once.ts";
import type { AddressFound } from "../storage/address/address-result.ts";
import type { Bucket } from "../storage/bucket.ts";
import { roomOf } from "../storage/catalog.ts";
import { placeOf } from "../storage/place-of.ts";
import type { Scope } from "../storage/room.ts";
import { findRootConflict, isShared } from "../teams/reserve-root.ts";
import type { TeamStore } from "../teams/team-store.ts";
import { type BrowserVisit, createBrowserVisit } from "./browser/browser-visit.ts";
import type { ChosenKeys, KeyChoiceDeps } from "./choose-keys.ts";
import { openConnection } from "./connecting/connection.ts";
import { requestSpender } from "./connecting/spend-requests.ts";
import { keyReach } from "./key-reach.ts";
import { openTenancy } from "./ownership/tenancy.ts";
import { createProbe } from "./probe.ts";
import type { Subject } from "./subject.ts";

export interface SubjectDeps extends KeyChoiceDeps {
  deployment: Deployment;
  store: TeamStore;
  now: () => Date;
  /** Who W&B is to each cloud. */
  principals?: IntegrationPrincipals;
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
  const signing = { now, endpoint };
  const begun = { connection: false, probe: false };

  const connect = once(() => {
    begun.connection = true;
    return openConnection(room.reach(bucket, endpoint), {
      registered: endpoint !== undefined || registered.find(bucket) !== undefined,
      timeoutMs: callTimeoutMs,
    });
  });

  const keysToProbe = async () => {
    const opened = await keys.open();
    if (opened === undefined) throw new Error("A probe needs keys");
    return opened;
  };

  const probe = once(async () => {
    begun.probe = true;
    const credentials = await keysToProbe();
    return createProbe({
      room,
      root,
      client: await connect().client(),
      signer: room.signer(bucket, credentials, signing),
      multipart: await room.multipart(bucket, credentials, signing),
      deadline,
    });
  });

  const visits = new Map<string, Promise<BrowserVisit>>();

  const subject: Subject = {
    deployment,
    org,
    now,
    scope,
    bucket,
    root,
    warnings,
    room,
    registered,
    keys,
    principal: keys.source === "integration" ? principalFor(bucket, deps.principals ?? {}) : undefined,
    async findRootConflict() {
      if (deps.defaultStore && placeOf(deps.defaultStore) === placeOf(bucket)) return { by: "organisation" };
      return findRootConflict(store, { org, teamName, place: placeOf(bucket), root });
    },
    isShared: () => isShared(store, { teamName, place: placeOf(bucket), root }),
    keyReach: async () => keyReach({ store, registered }, org, bucket, await keys.open()),
    hasKeys: () =>
      keys.open().then(
        (opened) => opened !== undefined,
        () => false,
      ),
    connection: connect,
    tenancy: once(async () => {
      const { prove } = keys;
      if (prove === undefined) return undefined;
      const spend = requestSpender(room, await connect().client(), deadline);
      return openTenancy({ room, bucket, root, org, keysOf: prove, spend, signing });
    }),
    facts: once(async () => {
      const { spend } = await probe();
      const options = { ...signing, timeoutMs: callTimeoutMs, spend };
      const inspector = await room.inspector(bucket, await keysToProbe(), options);
      return inspector.inspect();
    }),
    visit(origin) {
      const visit = visits.get(origin) ?? probe().then((opened) => createBrowserVisit(opened, origin));
      visits.set(origin, visit);
      return visit;
    },
    probe,
  };

  return {
    subject,
    async end() {
      try {
        const opened = begun.probe ? await probe().catch(() => undefined) : undefined; // the check that asked has told why
        await opened?.sweep();
      } finally {
        if (begun.connection) await connect().close();
      }
    },
  };
}
