import { expect } from "vitest";
import { type MemoryTeamStore, memoryTeamStore } from "../../support/memory-team-store.ts";
import { type Choose, runInTurns } from "../../support/turnstile.ts";
import { type Deed, rival } from "./rivals.ts";
import { watchRoots } from "./watch-roots.ts";

export interface ContestEnd {
  store: MemoryTeamStore;
  /** What came of the rivals' deeds, as they ended. */
  outcomes: string[];
}

/** Lets `before` happen, then the rivals in the chosen order; looks after every step whether no root has two teams. */
export async function contest(
  before: readonly Deed[],
  rivals: readonly Deed[][],
  choose: Choose,
): Promise<ContestEnd> {
  const store = memoryTeamStore();
  const outcomes: string[] = [];
  const look = watchRoots(store);
  await runInTurns([rival(store, before)], () => 0, look);
  const actors = rivals.map((deeds) => rival(store, deeds, (_, outcome) => outcomes.push(outcome)));
  await runInTurns(actors, choose, look);
  return { store, outcomes };
}

/** Whatever happened before: who owns a bucket can have all of it if no team is there, and only then. */
export async function requireNothingIsStuck(
  store: MemoryTeamStore,
  buckets: readonly string[],
): Promise<void> {
  for (const bucket of buckets) {
    const org = store.claims().find(({ place }) => place.endsWith(`/${bucket}`))?.org ?? "acme";
    const taken = store.activeTeams().some((team) => team.binding.bucket.name === bucket);
    const outcomes: string[] = [];
    const late: Deed = { do: "create", name: `late-${bucket}`, org, bucket };
    const alone = [rival(store, [late], (_, outcome) => outcomes.push(outcome))];
    await runInTurns(alone, () => 0, watchRoots(store));
    expect(outcomes).toEqual([taken ? "conflict" : "created"]);
  }
}
