import { secondsAhead } from "../seconds-ahead.ts";
import { type Check, failed, inconclusive, notTried, passed, skipped } from "./check.ts";

/** Beyond it a store and we are no longer surely within the minutes that signatures allow. */
const TOLERATED_SECONDS = 60;

/** Signatures carry our time, and a store refuses those that are minutes away from its own. */
export const clockInSync: Check = {
  severity: "warning",
  needs: ["endpoint-reachable", "path-free", "ownership-proved"],
  async run(subject) {
    if (!(await subject.hasKeys())) return notTried("credentials-accepted");
    const { answer } = await (await subject.probe()).list();
    if (answer === undefined) return notTried("credentials-accepted");
    const seconds = secondsAhead(answer, subject.now());
    if (seconds === undefined) return skipped("Not applicable: the store does not tell its time.");
    if (Number.isNaN(seconds))
      return inconclusive(
        "The time that the store tells is not one.",
        "Set the clock of the store's machine by NTP.",
      );
    if (Math.abs(seconds) <= TOLERATED_SECONDS) return passed("The store's clock and ours agree.");
    return failed(
      `The store's clock is ${inWords(Math.abs(seconds))} ${seconds > 0 ? "ahead of" : "behind"} ours.`,
      "Set the clock of the store's machine by NTP.",
    );
  },
};

function inWords(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
}
