import { outcomeOfFailure } from "../cause-words.ts";
import { type Check, failed, passed } from "./check.ts";

export const headAccepted: Check = {
  severity: "error",
  needs: ["upload-accepted"],
  async run(subject) {
    const probe = await subject.probe();
    const spent = await probe.head();
    if (spent.cause !== "ok")
      return outcomeOfFailure(subject, spent, { doing: "asking for an object's size", needs: "read" });
    if (spent.answer?.headers["content-length"] === String(probe.content.byteLength))
      return passed("A HEAD request tells the object's size.");
    return failed(
      "A HEAD request does not tell the size that was uploaded.",
      "See whether a proxy or compression stands between this service and the store.",
    );
  },
};
