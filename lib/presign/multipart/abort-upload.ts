import type { Principal } from "../../principal.ts";
import { type MultipartDeps, targetOf } from "./open-upload.ts";
import { patiently, problemOfStore } from "./store-call.ts";

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
  const { binding, scope, fullKey } = await targetOf(deps, principal, request);
  const { storeId } = await deps.uploadIds.open(scope, request.uploadId);
  const { abort } = await binding.multipart();
  if (abort === undefined) return;
  const line = await deps.openLine(binding, CALL_TIMEOUT_MS);
  try {
    const spent = await patiently(() => line.spend(abort(fullKey, storeId)));
    if (spent.cause !== "ok" && spent.cause !== "no-such-key")
      throw problemOfStore(spent, "aborting an upload");
  } finally {
    await line.close();
  }
}
