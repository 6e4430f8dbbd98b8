import { INSTANCE_KEY } from "../../teams/team.ts";
import { type Check, failed, passed } from "./check.ts";

export const pathFree: Check = {
  severity: "error",
  needs: ["bucket-name-valid", "store-registered"],
  async run(subject) {
    const conflict = await subject.findRootConflict();
    if (conflict === undefined) return passed("No other team has this path, or one inside or around it.");
    return pathTaken(conflict);
  },
};

/** The outcome when the root is somebody's; another organisation is never named. */
export function pathTaken(conflict: { by: "organisation" } | { by: "team"; teamName: string }) {
  if (conflict.by === "organisation")
    return failed(
      "This bucket already belongs to another organisation.",
      "Use a bucket of your own. If it is yours, contact support.",
    );
  if (conflict.teamName === INSTANCE_KEY)
    return failed(
      "The instance storage of this deployment is in the same place of the bucket.",
      "Choose a path beside it, or another bucket.",
    );
  return failed(
    `Team ${conflict.teamName} already has this path of the bucket, or one inside or around it.`,
    "Choose a path beside that team's, or another bucket.",
  );
}
