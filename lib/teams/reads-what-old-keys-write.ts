import { type ChosenKeys, chooseKeys } from "../buckets/choose-keys.ts";
import { openSubject } from "../buckets/open-subject.ts";
import type { Probe } from "../buckets/probe.ts";
import type { KeySource } from "../credentials/key-source.ts";
import { AppError } from "../errors.ts";
import type { AddressFound } from "../storage/address/address-result.ts";
import type { Spent } from "../storage/spent.ts";
import type { BindDeps } from "./bind-bucket.ts";
import { type Team, teamKey } from "./team.ts";

export interface RotateDeps extends BindDeps {
  /** The keys that sign for the team now. */
  keySourceOf(team: Team, sealedCredentials: string | undefined): KeySource;
}

/** `blind`: the old keys write what the new ones cannot read. `unknown`: the store or a key service did not say. */
export type Continuity = "reads" | "blind" | "unknown";

/** What shows that keys no longer work: then there is nothing that they go on writing. */
const DEAD: readonly Spent["cause"][] = [
  "wrong-key-id",
  "disabled-key",
  "wrong-secret",
  "expired-credentials",
  "access-denied",
];

/** Writes an object with the team's old keys and reads it with the new ones. Old keys that are dead prove nothing. */
export async function readsWhatOldKeysWrite(
  deps: RotateDeps,
  team: Team,
  address: AddressFound,
): Promise<Continuity> {
  const { org, name: teamName, binding } = team;
  const owner = { org, teamName, root: binding.root };
  const before = await oldKeys(deps, team);
  if (before === "dead") return "reads";
  if (before === "unknown") return "unknown";
  const request = { ...owner, scope: "team" as const, address };
  const old = openSubject(deps, { ...request, keys: before });
  const next = openSubject(deps, { ...request, keys: chooseKeys(deps, address, owner) });
  try {
    return await readsBack(await old.subject.probe(), await next.subject.probe());
  } catch {
    return "unknown"; // the host could not be resolved a second time, or an identity gave no keys
  } finally {
    await Promise.allSettled([old.end(), next.end()]);
  }
}

async function readsBack(writer: Probe, reader: Probe): Promise<Continuity> {
  const key = writer.key("written with the old credentials");
  const put = await writer.put(key, writer.content);
  if (put.cause !== "ok") return DEAD.includes(put.cause) ? "reads" : "unknown";
  const { cause, answer } = await reader.spend(reader.sign("GET", key));
  if (cause === "ok" && answer !== undefined)
    return Buffer.from(answer.body).equals(writer.content) ? "reads" : "blind";
  return cause === "access-denied" || cause === "no-such-key" ? "blind" : "unknown";
}

/** Keys that cannot be had, now or later, write nothing more; with those that come back in a while it is not known. */
async function oldKeys(deps: RotateDeps, team: Team): Promise<ChosenKeys | "dead" | "unknown"> {
  const found = await deps.store.readSealedTeam(team.org, teamKey(team.name));
  const open = deps.keySourceOf(team, found?.sealedCredentials);
  try {
    const keys = await open();
    return { source: team.binding.credentialsSource, open: async () => keys };
  } catch (error) {
    return error instanceof AppError && error.retryAfterSeconds === undefined ? "dead" : "unknown";
  }
}
