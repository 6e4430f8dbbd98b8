import { outcomeOfFailure } from "../cause-words.ts";
import { type Check, passed } from "./check.ts";

export const listAllowed: Check = {
  severity: "error",
  needs: ["bucket-exists"],
  async run(subject) {
    const spent = await (await subject.probe()).list();
    if (spent.cause === "ok") return passed("The objects under the path can be listed.");
    return outcomeOfFailure(subject, spent, {
      doing: "listing the objects under the path",
      needs: "list",
    });
  },
};
