import type { Credentials } from "../storage/credentials.ts";
import { INSTANCE_KEY, type Team } from "../teams/team.ts";
import type { SealedTeams } from "../teams/team-store.ts";
import { type KeySource, type KeySourceDeps, keySourceOf } from "./key-source.ts";

type InstanceSource = KeySource | "integration" | undefined;

/**
 * The keys of the instance storage, for a team that lies on it. Instance storage never changes once it is chosen, so it
 * is read once per process; only its absence and failures are forgotten. Keys of the integration identity are asked
 * for the team's own root, so that they reach no other team's.
 */
export function instanceKeys(
  store: SealedTeams,
  deps: Omit<KeySourceDeps, "instanceKeys">,
): (team: Team) => Promise<Credentials | undefined> {
  const read = async (org: string): Promise<InstanceSource> => {
    const found = await store.readSealedTeam(org, INSTANCE_KEY);
    if (found?.record.state !== "active") return undefined;
    const { team } = found.record;
    if (team.binding.credentialsSource === "integration") return "integration";
    return keySourceOf({ ...deps, instanceKeys: async () => undefined }, team, found.sealedCredentials);
  };

  // A deployment with instance storage serves one organisation, so this holds one entry.
  const known = new Map<string, Promise<InstanceSource>>();
  const sourceFor = async (org: string): Promise<InstanceSource> => {
    const reading = known.get(org) ?? read(org);
    known.set(org, reading);
    const source = await reading.catch((error: unknown) => {
      known.delete(org);
      throw error;
    });
    if (source === undefined) known.delete(org);
    return source;
  };

  return async (team) => {
    const source = await sourceFor(team.org);
    return source === "integration" ? deps.integrationKeys(team) : source?.();
  };
}
