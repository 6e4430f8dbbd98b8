import type { Principal } from "../../principal.ts";
import { type MultipartDeps, targetOf } from "./open-upload.ts";
import { atStore, patiently, problemOfStore } from "./store-call.ts";

export interface AbortRequest {
  team: string;
  key: string;
  uploadId: string;
}

const CALL_TIMEOUT_MS = 5_000;
/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html; any other 2xx is somebody else's page. */
const ABORTED = 204;

/**
 * Throws the parts of an upload away. One that is gone already is fine, and so is a store that forgets parts by itself.
 * Throws as `targetOf` and `UploadIds.open`, and `store.unavailable` or `store.refused`.
 */
export async function abortUpload(
  deps: MultipartDeps,
  principal: Principal,
  request: AbortRequest,
): Promise<void> {
  const find = () => targetOf(deps, principal, request);
  const target = await find();
  const { storeId } = await deps.uploadIds.open(target.scope, request.uploadId);
  const { spent } = await atStore(deps, target, {
    timeoutMs: CALL_TIMEOUT_MS,
    again: find,
    ask: ({ abort }, { fullKey }) =>
      abort && ((line) => patiently(() => line.spend(abort(fullKey, storeId)))),
  });
  const { cause, answer } = spent;
  if (cause === "no-such-key" || (cause === "ok" && (answer === undefined || answer.status === ABORTED)))
    return;
  throw problemOfStore(cause === "ok" ? { ...spent, cause: "unreadable" } : spent, "aborting an upload");
}
