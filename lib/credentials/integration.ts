import type { AwsService } from "../aws/aws-service.ts";
import type { CountLookup } from "../observability/metrics.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { AccessKey } from "../storage/credentials.ts";
import { assumeRole } from "./assume-role.ts";
import { holdKeys } from "./hold-keys.ts";
import { type SessionPurpose, sessionPolicy } from "./session-policy.ts";

export interface IntegrationOptions {
  sts: AwsService;
  roleArn: string;
  now: () => Date;
  /** 900 or more; a Lambda role that assumes another gets at most 3,600. */
  durationSeconds: number;
  count?: CountLookup | undefined;
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
  /** Whoever asks for the same next gets a session that is newer than this. */
  forget(request: SessionRequest): void;
}

const SESSIONS_MAX = 5_000;

/** Sessions are cached and bounded, asked for once at a time, and a failure is forgotten at once. */
export function createIntegration(options: IntegrationOptions): Integration {
  const { sts, roleArn, durationSeconds, now, count } = options;
  const held = holdKeys<AccessKey & { expiresAt: Date }>({ max: SESSIONS_MAX, now, count });
  const partition = roleArn.split(":")[1] ?? "aws";

  function policyFor({ bucket, root, purpose }: SessionRequest): string {
    return sessionPolicy({
      partition,
      bucketName: bucket.name,
      root,
      purpose,
      ...(bucket.kmsKeyId === undefined ? {} : { kmsKeyId: bucket.kmsKeyId }),
    });
  }

  return {
    async sessionFor(request) {
      const { org, team } = request;
      const policy = policyFor(request);
      return held.find(idOf(request, policy), () =>
        assumeRole(sts, { roleArn, durationSeconds, policy, org, ...(team === undefined ? {} : { team }) }),
      );
    },
    forget(request) {
      held.forget(idOf(request, policyFor(request)));
    },
  };
}

/** The policy holds bucket, root, key and purpose: a session is never handed to another scope. */
function idOf({ org, team }: SessionRequest, policy: string): string {
  return JSON.stringify([org, team ?? null, policy]);
}
