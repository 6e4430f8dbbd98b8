import pLimit from "p-limit";
import type { ValidateDeps } from "../../lib/buckets/validate-bucket.ts";
import { INSTANCE_KEY, teamKey } from "../../lib/teams/team.ts";
import type { Parts } from "./parts.ts";

/** One call to a store: enough for a far one, and a report of stalled calls still comes within API Gateway's 30 s. */
const CALL_TIMEOUT_MS = 5_000;
/** A Lambda function serves one request at a time; this keeps one Node process from starving its own checks. */
const VALIDATIONS_AT_ONCE = 6;

export interface ValidationDeps extends ValidateDeps {
  inTurn: <T>(run: () => Promise<T>) => Promise<T>;
}

/** What the teams and buckets functions validate with. */
export function validationDeps(parts: Parts): ValidationDeps {
  const { deployment, store, registered, identity, logger, now } = parts;
  return {
    deployment,
    store,
    registered,
    now,
    ...(parts.defaultStore && { defaultStore: parts.defaultStore.bucket }),
    callTimeoutMs: CALL_TIMEOUT_MS,
    inTurn: pLimit(VALIDATIONS_AT_ONCE),
    onFault: (check, error) => logger.error("check.broke_off", { check, error }),
    validationKeys: ({ org, teamName, bucket, root }) =>
      identity.keysFor({
        org,
        bucket,
        root,
        purpose: "validate",
        ...(teamName === "" || teamName === INSTANCE_KEY ? {} : { team: teamKey(teamName) }),
      }),
  };
}
