import type { Spent } from "../../storage/spent.ts";
import { outcomeOfFailure } from "../cause-words.ts";
import { LIFE_SECONDS } from "../probe.ts";
import { secondsAhead } from "../seconds-ahead.ts";
import { type Check, failed, inconclusive, notTried, passed } from "./check.ts";
import { identityProblem } from "./identity-problem.ts";

const LISTING = { doing: "listing the objects under the path", needs: "list" } as const;
const UPLOADING = { doing: "uploading an object", needs: "write" } as const;

export const credentialsAccepted: Check = {
  severity: "error",
  needs: ["endpoint-reachable", "path-free", "ownership-proved"],
  async run(subject) {
    const opened = await subject.keys.open().catch(identityProblem);
    if (opened !== undefined && "status" in opened) return opened;
    if (opened === undefined)
      return failed(
        "The address has no access key, and this deployment has no identity of its own for the bucket.",
        "Give an address with an access key of the bucket, or ask the operator to register the store with one.",
      );
    const probe = await subject.probe();
    const listed = await probe.list();
    if (showsRecognition(listed)) return passed("The store recognises the credentials.");
    if (listed.cause === "access-denied") {
      // Some stores (Ceph with STS first in its auth order) answer this to a wrong key too; an upload tells.
      const uploaded = await probe.upload();
      if (showsRecognition(uploaded))
        return passed("The store recognises the credentials, though they may not list.");
      if (uploaded.cause === "wrong-region") return notTried("region-matches");
      if (uploaded.cause !== "access-denied") return outcomeOfFailure(subject, uploaded, UPLOADING);
      // Ceph answers no more than this to a URL that has expired by its own clock (16.2, 2026-11-24).
      const ahead = listed.answer && secondsAhead(listed.answer, subject.now());
      if (ahead !== undefined && ahead > LIFE_SECONDS)
        return outcomeOfFailure(subject, { ...listed, cause: "clock-skew" }, LISTING);
      return inconclusive(
        "The store allows these credentials neither to list nor to upload.",
        `Check the keys; if they are right, grant ${[...new Set(Object.values(subject.room.guide.permissions))].join(", ")}.`,
      );
    }
    switch (listed.cause) {
      case "not-supported":
        return inconclusive(
          "The store does not take the request that would show whether it knows the credentials.",
          "Use a store that speaks its protocol in full.",
        );
      case "wrong-region":
        return notTried("region-matches"); // the store did not look at them
      case "no-such-key": // without a word of S3 in it, else it would have shown recognition
        return outcomeOfFailure(subject, { ...listed, cause: "unreadable" }, LISTING);
      default:
        return outcomeOfFailure(subject, listed, LISTING);
    }
  },
};

/** A store that speaks of what is there has looked at the keys first. A bare 404 may be anything's at that address. */
function showsRecognition({ cause, answer }: Spent): boolean {
  if (cause === "ok") return true;
  return (cause === "no-such-bucket" || cause === "no-such-key") && answer?.body.byteLength !== 0;
}
