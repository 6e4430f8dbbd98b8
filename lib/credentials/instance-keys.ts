import type { Credentials } from "../storage/credentials.ts";
import { INSTANCE_KEY, type Team } from "../teams/team.ts";
import type { TeamStore } from "../teams/team-store.ts";
import { type KeySourceDeps, keySourceOf } from "./key-source.ts";

/**
 * The keys of the instance storage, for a team that lies on it: the instance's own are opened once per process; those
 * of the integration identity are asked for the team's own root, so that they reach no other team's.
 */
export function instanceKeys(
  store: TeamStore,
  deps: Omit<KeySourceDeps, "instanceKeys">,
): (team: Team) => Promise<Credentials | undefined> {
  const sources = new Map<string, () => Promise<Credentials>>();
  return async (team) => {
    const found = await store.readSealedTeam(team.org, INSTANCE_KEY);
    if (found?.record.state !== "active") return undefined;
    const { team: instance, version } = found.record;
    if (instance.binding.credentialsSource === "integration") return deps.integrationKeys(team);
    const known = sources.get(version);
    if (known !== undefined) return known();
    const source = keySourceOf(
      { ...deps, instanceKeys: async () => undefined },
      instance,
      found.sealedCredentials,
    );
    sources.clear(); // an organisation has one instance storage, and a deployment of this kind one organisation
    sources.set(version, source);
    return source();
  };
}
