import { type Check, failed, inconclusive, passed } from "./check.ts";

export const probeRemoved: Check = {
  severity: "warning",
  needs: ["upload-accepted"],
  after: ["delete-accepted"],
  async run(subject) {
    const probe = await subject.probe();
    const prefix = probe.key("");
    const spent = await Promise.all([...probe.written].map((key) => probe.spend(probe.sign("GET", key))));
    const fix = `Delete the objects under ${prefix} by hand.`;
    const there = failed(`Objects that the checks wrote are still there, under ${prefix}.`, fix);
    const gone = passed("Everything that the checks wrote is gone.");
    if (spent.some(({ cause }) => cause === "ok")) return there;
    if (spent.every(({ cause }) => cause === "no-such-key")) return gone;
    if (spent.every(({ cause }) => cause === "no-such-key" || cause === "access-denied")) {
      // Who may list a prefix and no more is told nothing of a missing object, by AWS and Ceph; a list of it tells.
      const { cause, answer } = await probe.left();
      if (cause === "ok" && answer !== undefined) return subject.room.isEmptyListing(answer) ? gone : there;
    }
    return inconclusive("It cannot be told whether everything that the checks wrote is gone.", fix);
  },
};
