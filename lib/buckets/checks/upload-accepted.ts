import { outcomeOfFailure } from "../cause-words.ts";
import { type Check, passed } from "./check.ts";

export const uploadAccepted: Check = {
  severity: "error",
  needs: ["bucket-exists"],
  async run(subject) {
    const spent = await (await subject.probe()).upload();
    if (spent.cause === "ok") return passed("An upload through a pre-signed URL was accepted.");
    return outcomeOfFailure(subject, spent, { doing: "uploading an object", needs: "write" });
  },
};
