import { type ChosenKeys, chooseKeys } from "../buckets/choose-keys.ts";
import { openSubject } from "../buckets/open-subject.ts";
import type { Probe } from "../buckets/probe.ts";
import type { KeySource } from "../credentials/key-source.ts";
import type { AddressFound } from "../storage/address/address-result.ts";
import type { BindDeps } from "./bind-bucket.ts";
import { type Team, teamKey } from "./team.ts";

export interface RotateDeps extends BindDeps {
  /** The keys that sign for the team now. */
  keySourceOf(team: Team, sealedCredentials: string | undefined): KeySource;
}

/** True unless the old keys can write an object that the new ones cannot read. Old keys that are dead prove nothing. */
export async function readsWhatOldKeysWrite(
  deps: RotateDeps,
  team: Team,
  address: AddressFound,
): Promise<boolean> {
  const { org, name: teamName, binding } = team;
  const owner = { org, teamName, root: binding.root };
  const before = await oldKeys(deps, team);
  if (before === undefined) return true;
  const old = openSubject(deps, { ...owner, scope: "team", address, keys: before });
  const next = openSubject(deps, {
    ...owner,
    scope: "team",
    address,
    keys: chooseKeys(deps, address, owner),
  });
  try {
    return await readsBack(await old.subject.probe(), await next.subject.probe());
  } finally {
    await Promise.allSettled([old.end(), next.end()]);
  }
}

async function readsBack(writer: Probe, reader: Probe): Promise<boolean> {
  const key = writer.key("written with the old credentials");
  if ((await writer.put(key, writer.content)).cause !== "ok") return true;
  const { cause, answer } = await reader.spend(reader.sign("GET", key));
  return cause === "ok" && answer !== undefined && Buffer.from(answer.body).equals(writer.content);
}

async function oldKeys(deps: RotateDeps, team: Team): Promise<ChosenKeys | undefined> {
  const found = await deps.store.readSealedTeam(team.org, teamKey(team.name));
  const open = deps.keySourceOf(team, found?.sealedCredentials);
  try {
    const keys = await open();
    return { source: team.binding.credentialsSource, open: async () => keys };
  } catch {
    return undefined; // a store that is no longer registered, a seal that does not open: nothing to compare with
  }
}
