import type { Principal } from "../../principal.ts";
import { type MultipartDeps, targetOf } from "./open-upload.ts";
import { type AskedPart, pageOf } from "./part-numbers.ts";
import { type PartGrants, signable, signParts } from "./sign-parts.ts";

export interface RefreshRequest {
  team: string;
  key: string;
  uploadId: string;
  parts: readonly AskedPart[];
  /** Seconds. */
  expiresIn?: number;
}

/** Signs new URLs for parts of an upload that was begun. Throws as `targetOf`, `signable` and `UploadIds.open`. */
export async function refreshParts(
  deps: MultipartDeps,
  principal: Principal,
  request: RefreshRequest,
): Promise<PartGrants> {
  const asked = pageOf(request);
  const target = await targetOf(deps, principal, request);
  const { storeId } = await deps.uploadIds.open(target.scope, request.uploadId);
  return signParts(deps, principal, target, storeId, signable(asked, target.binding.room, request.expiresIn));
}
