import { keySourceOf } from "../../lib/credentials/key-source.ts";
import type { Vault } from "../../lib/credentials/vault.ts";
import { lookupsOf } from "../../lib/observability/metrics.ts";
import { cachedBindings } from "../../lib/presign/bindings.ts";
import type { OpenLine } from "../../lib/presign/multipart/store-call.ts";
import { uploadIds } from "../../lib/presign/multipart/upload-ids.ts";
import type { PresignDeps } from "../presign/app.ts";
import { keyDeps, sessionOf } from "./key-deps.ts";
import type { SigningParts } from "./parts.ts";

/** What the presign function signs with, wherever it runs; `openLine` is how it speaks to stores there. */
export function signingDeps(
  parts: SigningParts,
  vault: Vault,
  readUploadKey: () => Promise<Uint8Array>,
  openLine: OpenLine,
): PresignDeps {
  const { deployment, store, identity, attribution, metrics, now } = parts;
  const keys = keyDeps(parts, vault);
  return {
    deployment,
    now,
    attribution,
    uploadIds: uploadIds(readUploadKey),
    openLine,
    bindings: cachedBindings({
      store,
      now,
      keySourceOf: (team, sealed) => keySourceOf(keys, team, sealed),
      forgetKeys: (team) => identity.forget(sessionOf(team)),
      count: lookupsOf(metrics, "bindings"),
      ...(deployment.endpoints ? { endpoints: deployment.endpoints } : {}),
    }),
  };
}
