import { outcomeOfFailure } from "../cause-words.ts";
import { type Check, failed, passed } from "./check.ts";

export const downloadMatches: Check = {
  severity: "error",
  needs: ["upload-accepted"],
  async run(subject) {
    const probe = await subject.probe();
    const spent = await probe.download();
    if (spent.cause !== "ok")
      return outcomeOfFailure(subject, spent, { doing: "downloading an object", needs: "read" });
    if (spent.answer !== undefined && Buffer.from(spent.answer.body).equals(probe.content))
      return passed("What was uploaded comes back byte for byte.");
    return failed(
      "The store gave back other bytes than were uploaded.",
      "See whether a proxy, cache or compression stands between this service and the store.",
    );
  },
};
