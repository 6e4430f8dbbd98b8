import type { Principal } from "../../principal.ts";
import { type MultipartDeps, targetOf } from "./open-upload.ts";
import { atStore, patiently, problemOfStore } from "./store-call.ts";

export interface AbortRequest {
  team: string;
  key: string;
  uploadId: string;
}

const CALL_TIMEOUT_MS = 5_000;

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
  if (spent.cause !== "ok" && spent.cause !== "no-such-key")
    throw problemOfStore(spent, "aborting an upload");
}
