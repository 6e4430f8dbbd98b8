import type { Room } from "../../storage/room.ts";
import { allowing } from "../cause-words.ts";
import type { Subject } from "../subject.ts";
import { type Check, failed, inconclusive, notTried, type Outcome, passed, skipped } from "./check.ts";

const EXPIRING = failed(
  "A lifecycle rule of the bucket will delete objects under the path, and with them run history and artifacts.",
  "Take the path out of the rule, or give W&B a bucket or path without one; rules for old versions and incomplete uploads may stay.",
);

/** By effect where the store says in its answers when an object will go; else by what the bucket says of itself. */
export const historyRetained: Check = {
  severity: "warning",
  needs: ["upload-accepted"],
  async run(subject) {
    const { room } = subject;
    if (room.expiryIn !== undefined) return byEffect(subject, room.expiryIn);
    const { expiresObjects, notOffered = [] } = await subject.facts();
    if (expiresObjects === undefined) {
      if (notOffered.includes("expiresObjects"))
        return skipped(
          "Not applicable: the store tells its lifecycle rules to its management API alone. See that none deletes objects under the path.",
        );
      return inconclusive(
        "The bucket's lifecycle rules could not be read with these credentials.",
        `Grant ${room.guide.permissions.settings}, or see yourself that no rule deletes objects under the path. ${allowing(subject, "settings")}`,
      );
    }
    return expiresObjects ? EXPIRING : passed("No lifecycle rule deletes objects under the path.");
  },
};

async function byEffect(subject: Subject, expiryIn: NonNullable<Room["expiryIn"]>): Promise<Outcome> {
  const probe = await subject.probe();
  const [{ expiresObjects }, ...spent] = await Promise.all([
    subject.facts(), // Ceph announces no end in versioned buckets
    probe.upload(),
    probe.head(),
  ]);
  if (expiresObjects || spent.some(({ answer }) => answer !== undefined && expiryIn(answer) !== undefined))
    return EXPIRING;
  return spent.every(({ cause }) => cause === "ok")
    ? passed("The store announces no end of the objects under the path.")
    : notTried("head-accepted");
}
