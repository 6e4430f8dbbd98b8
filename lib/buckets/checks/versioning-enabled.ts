import { allowing } from "../cause-words.ts";
import { type Check, failed, inconclusive, passed, skipped } from "./check.ts";

/** W&B's garbage collection of artifacts counts on deleted objects that can be had back for a while. */
export const versioningEnabled: Check = {
  severity: "warning",
  needs: ["bucket-exists"],
  async run(subject) {
    const { guide } = subject.room;
    const { versioning, softDeleteDays, notOffered = [] } = await subject.facts();
    if (versioning) return passed("The bucket keeps old versions.");
    if (softDeleteDays !== undefined && softDeleteDays > 0)
      return passed(`Deleted objects can be had back for ${softDeleteDays} days.`);
    const untold = (["versioning", "softDeleteDays"] as const).filter(
      (name) => (name === "versioning" ? versioning : softDeleteDays) === undefined,
    );
    if (untold.every((name) => notOffered.includes(name))) {
      if (untold.length === 2)
        return skipped("Not applicable: the store does not say whether it keeps deleted objects.");
      return failed(
        "Deleted objects are gone at once: the bucket keeps no old versions.",
        `Switch it on, as W&B's garbage collection of artifacts needs it: ${guide.keepDeletedCommand(subject.bucket)}`,
      );
    }
    if (versioning === false)
      return inconclusive(
        "The bucket keeps no old versions, and it cannot be told whether it keeps deleted objects for a while.",
        `See to it yourself: ${guide.keepDeletedCommand(subject.bucket)}`,
      );
    return inconclusive(
      "It could not be read with these credentials whether the bucket keeps deleted objects.",
      `Grant ${guide.permissions.settings}, or see to it yourself. ${allowing(subject, "settings")}`,
    );
  },
};
