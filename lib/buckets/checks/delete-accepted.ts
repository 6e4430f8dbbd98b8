import type { Spent } from "../../storage/spent.ts";
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
    // Without the right to list, Cloud Storage answers 403 for what is not there too.
    const harmless: Spent["cause"][] = spent.some(({ cause }) => cause === "ok")
      ? ["ok", "no-such-key", "access-denied"]
      : ["ok", "no-such-key"];
    const refused = spent.find(({ cause }) => !harmless.includes(cause));
    if (refused === undefined) return passed("Objects can be deleted, as garbage collection needs.");
    return outcomeOfFailure(subject, refused, { doing: "deleting an object", needs: "delete" });
  },
};
