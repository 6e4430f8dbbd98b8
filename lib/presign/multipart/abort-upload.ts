import type { Principal } from "../../principal.ts";
import type { StoreAnswer } from "../../storage/room.ts";
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
  const { cause, answer } = spent;
  if (cause === "no-such-key" || (cause === "ok" && saysNothingElse(answer))) return;
  throw problemOfStore(cause === "ok" ? { ...spent, cause: "unreadable" } : spent, "aborting an upload");
}

/** S3 answers 204, Garage an empty 200; a page or a document in a 2xx is not the store's, or tells of a failure. */
function saysNothingElse(answer: StoreAnswer | undefined): boolean {
  return answer === undefined || answer.body.byteLength === 0;
}
