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
    if (spent.some(({ cause }) => cause === "ok"))
      return failed(`Objects that the checks wrote are still there, under ${prefix}.`, fix);
    if (spent.every(({ cause }) => cause === "no-such-key"))
      return passed("Everything that the checks wrote is gone.");
    return inconclusive("It cannot be told whether everything that the checks wrote is gone.", fix);
  },
};
