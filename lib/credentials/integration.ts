import type { STSClient } from "@aws-sdk/client-sts";
import { LRUCache } from "lru-cache";
import type { Bucket } from "../storage/bucket.ts";
import type { AccessKey } from "../storage/credentials.ts";
import { assumeRole } from "./assume-role.ts";
import { type SessionPurpose, sessionPolicy } from "./session-policy.ts";

export interface IntegrationOptions {
  /** The client's own timeouts and retries bound each call. */
  sts: Pick<STSClient, "send">;
  roleArn: string;
  now: () => Date;
  /** 900 or more; a Lambda role that assumes another gets at most 3,600. */
  durationSeconds: number;
}

export interface SessionRequest {
  org: string;
  /** Lower case; absent while a bucket is validated before its team has a name. */
  team?: string;
  bucket: Bucket;
  root: string;
  purpose: SessionPurpose;
}

/** W&B's own identity at AWS: a role that is assumed per team and limited to the team's root. */
export interface Integration {
  /**
   * Keys for one team and purpose, good for at least half of their life while STS answers; from the cache where
   * they are. Throws `credentials.unavailable` when there are none to be had.
   */
  sessionFor(request: SessionRequest): Promise<AccessKey>;
}

interface HeldSession {
  keys: AccessKey;
  renewAtMs: number;
  endMs: number;
}

const SESSIONS_MAX = 5000;
/** A session that cannot be renewed is still handed out until this long before its end. */
const LAST_USE_SECONDS = 60;

/** Sessions are cached and bounded, asked for once at a time, and a failure is forgotten at once. */
export function createIntegration(options: IntegrationOptions): Integration {
  const held = new LRUCache<string, HeldSession>({ max: SESSIONS_MAX });
  const underway = new Map<string, Promise<HeldSession>>();
  const partition = options.roleArn.split(":")[1] ?? "aws";

  async function open(key: string, request: SessionRequest, policy: string): Promise<HeldSession> {
    const { org, team } = request;
    const { roleArn, durationSeconds } = options;
    const askedMs = options.now().getTime();
    const keys = await assumeRole(options.sts, {
      roleArn,
      durationSeconds,
      policy,
      org,
      ...(team === undefined ? {} : { team }),
    });
    const endMs = keys.expiresAt.getTime();
    const session = { keys, endMs, renewAtMs: askedMs + (endMs - askedMs) / 2 };
    held.set(key, session);
    return session;
  }

  function openOnce(key: string, request: SessionRequest, policy: string): Promise<HeldSession> {
    const flight = underway.get(key) ?? open(key, request, policy).finally(() => underway.delete(key));
    underway.set(key, flight);
    return flight;
  }

  return {
    async sessionFor(request) {
      const { org, team, bucket, root, purpose } = request;
      const policy = sessionPolicy({
        partition,
        bucketName: bucket.name,
        root,
        purpose,
        ...(bucket.kmsKeyId === undefined ? {} : { kmsKeyId: bucket.kmsKeyId }),
      });
      // The policy holds bucket, root, key and purpose: a session is never handed to another scope.
      const key = JSON.stringify([org, team ?? null, policy]);
      const old = held.get(key);
      if (old !== undefined && options.now().getTime() <= old.renewAtMs) return old.keys;
      try {
        return (await openOnce(key, request, policy)).keys;
      } catch (error) {
        const stillGood = old !== undefined && options.now().getTime() < old.endMs - LAST_USE_SECONDS * 1000;
        if (stillGood) return old.keys;
        throw error;
      }
    },
  };
}
