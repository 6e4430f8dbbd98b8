import { outcomeOfFailure } from "../cause-words.ts";
import { abandonedUpload, uploadInParts } from "../multipart-trial.ts";
import { type Check, passed } from "./check.ts";

export const multipartAccepted: Check = {
  severity: "error",
  needs: ["bucket-exists"],
  async run(subject) {
    const probe = await subject.probe();
    const [made, aborted] = await Promise.all([uploadInParts(probe), abandonedUpload(probe)]);
    const bad = made ?? aborted;
    if (bad === undefined) return passed("An upload in parts was begun, completed, and another one aborted.");
    return outcomeOfFailure(subject, bad.spent, { doing: bad.doing, needs: bad.needs });
  },
};
