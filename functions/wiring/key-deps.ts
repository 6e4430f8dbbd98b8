import { instanceKeys } from "../../lib/credentials/instance-keys.ts";
import type { SessionRequest } from "../../lib/credentials/integration.ts";
import type { KeySourceDeps } from "../../lib/credentials/key-source.ts";
import type { Vault } from "../../lib/credentials/vault.ts";
import { lookupsOf } from "../../lib/observability/metrics.ts";
import { type Team, teamKey } from "../../lib/teams/team.ts";
import type { SigningParts } from "./parts.ts";

/** Where every team's keys come from in this deployment. */
export function keyDeps(parts: SigningParts, vault: Vault): KeySourceDeps {
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
export function sessionOf({ org, name, binding: { bucket, root } }: Team): SessionRequest {
  return { org, team: teamKey(name), bucket, root, purpose: "presign" };
}
