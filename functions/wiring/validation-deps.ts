import pLimit from "p-limit";
import type { ValidateDeps } from "../../lib/buckets/validate-bucket.ts";
import { AppError } from "../../lib/errors.ts";
import { INSTANCE_KEY, teamKey } from "../../lib/teams/team.ts";
import type { Parts } from "./parts.ts";

/** One call to a store: enough for a far one, and a report of stalled calls still comes within API Gateway's 30 s. */
const CALL_TIMEOUT_MS = 5_000;
/** A Lambda function serves one request at a time; this keeps one Node process from starving its own checks. */
const VALIDATIONS_AT_ONCE = 12;
/** More would wait longer than API Gateway does. */
const VALIDATIONS_WAITING = 200;

export interface ValidationDeps extends ValidateDeps {
  inTurn: <T>(run: () => Promise<T>) => Promise<T>;
}

function bounded(limit: ReturnType<typeof pLimit>): ValidationDeps["inTurn"] {
  return (run) => {
    if (limit.pendingCount < VALIDATIONS_WAITING) return limit(run);
    throw new AppError("service.busy", "Too many buckets are being examined at once. Try again.", {
      retryAfterSeconds: 10,
    });
  };
}

/** What the teams and buckets functions validate with. */
export function validationDeps(parts: Parts): ValidationDeps {
  const { deployment, store, registered, identity, principals, logger, now } = parts;
  return {
    deployment,
    store,
    registered,
    principals,
    now,
    ...(parts.defaultStore && { defaultStore: parts.defaultStore.bucket }),
    callTimeoutMs: CALL_TIMEOUT_MS,
    inTurn: bounded(pLimit(VALIDATIONS_AT_ONCE)),
    onFault: (check, error) => logger.error("check.broke_off", { check, error }),
    validationKeys: ({ org, teamName, bucket, root, purpose }) =>
      identity.keysFor({
        org,
        bucket,
        root,
        purpose,
        ...(teamName === "" || teamName === INSTANCE_KEY ? {} : { team: teamKey(teamName) }),
      }),
  };
}
