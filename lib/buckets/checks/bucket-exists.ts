import { outcomeOfFailure } from "../cause-words.ts";
import { type Check, inconclusive, passed } from "./check.ts";

const WRITING = { doing: "uploading an object", needs: "write" } as const;

export const bucketExists: Check = {
  severity: "error",
  needs: ["credentials-accepted"],
  async run(subject) {
    const probe = await subject.probe();
    const listed = await probe.list();
    if (listed.cause === "ok") return passed("The bucket is there.");
    if (listed.cause === "no-such-bucket") return outcomeOfFailure(subject, listed, WRITING);
    const uploaded = await probe.upload(); // without the right to list, an upload still shows that the bucket is there
    if (uploaded.cause === "ok") return passed("The bucket is there: an upload was accepted.");
    if (uploaded.cause !== "access-denied") return outcomeOfFailure(subject, uploaded, WRITING);
    const { list, write } = subject.room.guide.permissions;
    return inconclusive(
      "The store allows neither listing nor uploading, so it cannot be told whether the bucket exists.",
      `Check the bucket's name, and grant ${[...new Set([list, write])].join(" and ")}.`,
    );
  },
};
