import { placeOf } from "../../../lib/storage/place-of.ts";
import { rootsOverlap } from "../../../lib/teams/claim.ts";
import { type Team, teamKey } from "../../../lib/teams/team.ts";
import type { MemoryTeamStore } from "../../support/memory-team-store.ts";

/**
 * A look at the store that throws when two active teams overlap in a place, when a claim lacks an active team's root,
 * or when a name is at another place or root than it ever was.
 */
export function watchRoots(store: MemoryTeamStore): () => void {
  const homes = new Map<string, string>();
  return () => {
    const teams = store.activeTeams();
    for (const [index, team] of teams.entries()) {
      const home = homeOf(team);
      const name = JSON.stringify([team.org, teamKey(team.name)]);
      if ((homes.get(name) ?? home) !== home) throw new Error(`${name} moved to ${home}`);
      homes.set(name, home);
      const place = placeOf(team.binding.bucket);
      const claim = store.claims().find((each) => each.place === place);
      if (claim?.org !== team.org || claim.roots.get(teamKey(team.name)) !== team.binding.root)
        throw new Error(`The root of ${name} is not in the claim`);
      for (const other of teams.slice(index + 1)) {
        if (placeOf(other.binding.bucket) !== place) continue;
        if (rootsOverlap(team.binding.root, other.binding.root))
          throw new Error(`${home} and ${homeOf(other)} overlap`);
      }
    }
  };
}

function homeOf({ binding }: Team): string {
  return `${placeOf(binding.bucket)}/${binding.root}`;
}
