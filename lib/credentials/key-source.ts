import { AppError } from "../errors.ts";
import type { CountLookup } from "../observability/metrics.ts";
import type { Credentials, OwnCredentials } from "../storage/credentials.ts";
import { type Team, teamKey } from "../teams/team.ts";
import { unsealed } from "./sealable.ts";
import type { SealContext, Vault } from "./vault.ts";

/** Gives the keys that sign for one team; asked at every request, so what costs something is kept inside. */
export type KeySource = () => Promise<Credentials>;

export interface KeySourceDeps {
  vault: Vault;
  /** Told each time that a team's own keys are asked for: they are opened once. */
  countOpened?: CountLookup | undefined;
  /** The keys of the registered store that holds the team's bucket; undefined when it is no longer registered. */
  registeredKey: (team: Team) => Credentials | undefined;
  /** The keys of the instance storage that an Internal team lies on; undefined when there is none any more. */
  instanceKeys: (team: Team) => Promise<Credentials | undefined>;
  /** The integration identity's keys for the team; undefined in a deployment without one for its provider. */
  integrationKeys: (team: Team) => Promise<Credentials | undefined>;
}

/** Where a team's keys come from, by its binding. A source throws `credentials.unavailable` or `store.not_registered`. */
export function keySourceOf(deps: KeySourceDeps, team: Team, sealed: string | undefined): KeySource {
  switch (team.binding.credentialsSource) {
    case "own":
      return ownKey(deps, sealContextOf(team.org, team.name), sealed);
    case "registered":
      return async () => {
        const key = deps.registeredKey(team);
        if (key !== undefined) return key;
        throw new AppError(
          "store.not_registered",
          "The team's bucket is in a store that is no longer registered with this deployment.",
        );
      };
    case "instance":
      return () => required(deps.instanceKeys(team), "The instance storage has no credentials.");
    case "integration":
      return () =>
        required(deps.integrationKeys(team), "This deployment has no identity of its own for the bucket.");
  }
}

async function required(keys: Promise<Credentials | undefined>, missing: string): Promise<Credentials> {
  const found = await keys;
  if (found !== undefined) return found;
  throw new AppError("credentials.unavailable", missing);
}

export function sealContextOf(org: string, teamName: string): SealContext {
  return { org, team: teamKey(teamName) };
}

/** Opened once, however many ask; a failure is not kept. */
function ownKey(
  { vault, countOpened }: KeySourceDeps,
  context: SealContext,
  sealed: string | undefined,
): KeySource {
  let opened: Promise<OwnCredentials> | undefined;
  return () => {
    if (sealed === undefined)
      return Promise.reject(new AppError("credentials.unavailable", "The team's credentials are missing."));
    countOpened?.(opened === undefined ? "miss" : "hit");
    opened ??= vault
      .open(sealed, context)
      .then(unsealed)
      .catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
    return opened;
  };
}
