import { outcomeOfFailure } from "../cause-words.ts";
import { type Check, passed } from "./check.ts";

export const deleteAccepted: Check = {
  severity: "error",
  needs: ["upload-accepted"],
  after: [
    "download-matches",
    "head-accepted",
    "multipart-accepted",
    "unsigned-headers-refused",
    "browser-allowed",
    "browser-complete",
    "not-public",
    "encryption-as-declared",
    "history-retained",
  ],
  async run(subject) {
    const probe = await subject.probe();
    const spent = await Promise.all([...probe.written].map((key) => probe.remove(key)));
    const refused = spent.find(({ cause }) => cause !== "ok" && cause !== "no-such-key");
    if (refused === undefined) return passed("Objects can be deleted, as garbage collection needs.");
    return outcomeOfFailure(subject, refused, { doing: "deleting an object", needs: "delete" });
  },
};
