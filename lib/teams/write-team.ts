import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../errors.ts";
import { placeOf } from "../storage/place-of.ts";
import { isSameBinding, type PlannedBinding } from "./plan-binding.ts";
import { type RootConflict, reserveRoot } from "./reserve-root.ts";
import { type Team, teamKey } from "./team.ts";
import type { TeamRecord, TeamStore } from "./team-store.ts";

export type WrittenTeam =
  | { outcome: "created"; team: Team }
  | { outcome: "existing"; team: Team }
  | { outcome: "conflict"; conflict: RootConflict };

const MAX_ATTEMPTS = 60;
const MAX_PAUSE_MS = 250;

/**
 * Claims the root and writes the team, however many try at once (README.md).
 * Throws `team.already_exists`, `team.deleted`, and `service.busy` after some ten seconds of other writers being first.
 */
export async function writeTeam(
  store: TeamStore,
  team: Team,
  planned: PlannedBinding,
  sealedCredentials: string | undefined,
): Promise<WrittenTeam> {
  const { org, name } = team;
  const key = teamKey(name);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    if (attempt > 0) await sleep(Math.random() * Math.min(MAX_PAUSE_MS, 10 * 2 ** attempt));
    const record = await store.readTeam(org, key);
    if (record?.state === "active") return { outcome: "existing", team: sameTeam(record.team, planned) };
    requireReturn(record, planned);
    const { place, root } = planned;
    const reservation = await reserveRoot(store, { org, teamName: name, place, root }, record);
    if (reservation.outcome === "conflict") return reservation;
    if (reservation.outcome === "again") continue;
    const written = await store.writeTeam(
      org,
      key,
      { state: "active", team, ...(sealedCredentials === undefined ? {} : { sealedCredentials }) },
      reservation.seenVersion,
    );
    if (written !== undefined) return { outcome: "created", team };
  }
  throw new AppError("service.busy", "Too many teams are being created on this bucket at once. Try again.", {
    retryAfterSeconds: 2,
  });
}

/** The team that is there, if it is what the creation asks for. */
export function sameTeam(team: Team, planned: PlannedBinding): Team {
  if (isSameBinding(team.binding, planned)) return team;
  const { binding } = team;
  if (placeOf(binding.bucket) === planned.place && binding.root === planned.root)
    throw new AppError(
      "team.already_exists",
      `Team ${team.name} exists already on this bucket and path, with other credentials. To change these, use ` +
        "PUT /teams/{team}/credentials.",
    );
  throw new AppError(
    "team.already_exists",
    `Team ${team.name} exists already, with other storage. A team's storage is chosen when it is created and never ` +
      "changes; to use this bucket, create a team of another name.",
  );
}

/** A deleted team's name comes back only to the place and root where its objects still are. */
export function requireReturn(record: TeamRecord | undefined, planned: PlannedBinding): void {
  if (record?.state !== "deleted") return;
  if (record.place === planned.place && record.root === planned.root) return;
  throw new AppError(
    "team.deleted",
    `A team named ${record.name} was deleted. The name can come back only with the same bucket and path.`,
  );
}
