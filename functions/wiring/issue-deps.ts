import { keySourceOf } from "../../lib/credentials/key-source.ts";
import type { Vault } from "../../lib/credentials/vault.ts";
import { cachedBindings } from "../../lib/presign/bindings.ts";
import type { IssueDeps } from "../../lib/presign/issue-grants.ts";
import { teamKey } from "../../lib/teams/team.ts";
import type { Parts } from "./parts.ts";

/** What the presign function signs with. */
export function issueDeps(
  { deployment, store, registered, integration, now }: Parts,
  vault: Vault,
): IssueDeps {
  const keys = {
    vault,
    registeredKey: (team: Parameters<typeof keySourceOf>[1]) =>
      registered.find(team.binding.bucket)?.credentials,
    ...(integration && {
      session: ({ org, name, binding }: Parameters<typeof keySourceOf>[1]) =>
        integration.sessionFor({
          org,
          team: teamKey(name),
          bucket: binding.bucket,
          root: binding.root,
          purpose: "presign",
        }),
    }),
  };
  return {
    deployment,
    now,
    bindings: cachedBindings({ store, now, keySourceOf: (team, sealed) => keySourceOf(keys, team, sealed) }),
  };
}
