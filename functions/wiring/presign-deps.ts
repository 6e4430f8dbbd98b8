import { instanceKeys } from "../../lib/credentials/instance-keys.ts";
import type { SessionRequest } from "../../lib/credentials/integration.ts";
import { type KeySourceDeps, keySourceOf } from "../../lib/credentials/key-source.ts";
import type { Vault } from "../../lib/credentials/vault.ts";
import { lookupsOf } from "../../lib/observability/metrics.ts";
import { cachedBindings } from "../../lib/presign/bindings.ts";
import { storeLines } from "../../lib/presign/multipart/store-line.ts";
import { uploadIds } from "../../lib/presign/multipart/upload-ids.ts";
import { type Team, teamKey } from "../../lib/teams/team.ts";
import type { PresignDeps } from "../presign/app.ts";
import type { Parts } from "./parts.ts";

/** What the presign function signs with. */
export function presignDeps(
  parts: Parts,
  vault: Vault,
  readUploadKey: () => Promise<Uint8Array>,
): PresignDeps {
  const { deployment, store, registered, identity, attribution, metrics, now } = parts;
  const keys = keyDeps(parts, vault);
  return {
    deployment,
    now,
    attribution,
    uploadIds: uploadIds(readUploadKey),
    openLine: storeLines({ deployment, registered }),
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

/** Where every team's keys come from in this deployment. */
export function keyDeps(parts: Parts, vault: Vault): KeySourceDeps {
  const { deployment, store, registered, identity, defaultStore, metrics } = parts;
  const deps: Omit<KeySourceDeps, "instanceKeys"> = {
    vault,
    countOpened: lookupsOf(metrics, "credentials"),
    registeredKey: ({ binding }) => registered.keysFor(binding.bucket),
    integrationKeys: (team) => identity.keysFor(sessionOf(team)),
  };
  if (deployment.type !== "multi-tenant") return { ...deps, instanceKeys: instanceKeys(store, deps) };
  return {
    ...deps,
    instanceKeys: async (team) => defaultStore?.credentials ?? deps.integrationKeys(team),
  };
}

/** What the integration identity is asked for to sign for a team. */
function sessionOf({ org, name, binding: { bucket, root } }: Team): SessionRequest {
  return { org, team: teamKey(name), bucket, root, purpose: "presign" };
}
