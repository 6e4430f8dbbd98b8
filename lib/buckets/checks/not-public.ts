import { PROBE_NAME } from "../probe.ts";
import { type Check, failed, inconclusive, passed } from "./check.ts";

const TRANSIENT = new Set([408, 429]);

export const notPublic: Check = {
  severity: "error",
  needs: ["upload-accepted"],
  async run(subject) {
    const probe = await subject.probe();
    const [{ answer, message }, listed] = await Promise.all([
      probe.getUnsigned(probe.key(PROBE_NAME)),
      probe.listUnsigned(),
    ]);
    if (answer === undefined)
      return inconclusive(message ?? "The store did not answer an unsigned request.", "Try again.");
    if (answer.status >= 200 && answer.status < 300)
      return failed(
        "Anyone can read the bucket's objects without signing.",
        subject.room.guide.closeToPublic(subject.bucket),
      );
    if (listed.cause === "ok")
      return failed(
        "Anyone can list the bucket's objects without signing.",
        subject.room.guide.closeToPublic(subject.bucket),
      );
    if (listed.answer === undefined)
      return inconclusive(listed.message ?? "The store did not answer an unsigned list.", "Try again.");
    if (answer.status >= 400 && answer.status < 500 && !TRANSIENT.has(answer.status))
      return passed("An unsigned request is refused.");
    return inconclusive(
      `The store answered an unsigned request with HTTP ${answer.status}, which does not tell.`,
      "Try again when the store is well.",
    );
  },
};
