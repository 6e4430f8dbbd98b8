import { AppError } from "../../errors.ts";
import { outcomeOfFailure } from "../cause-words.ts";
import type { Spent } from "../probe.ts";
import { type Check, failed, inconclusive, type Outcome, passed } from "./check.ts";

const LISTING = { doing: "listing the objects under the path", needs: "list" } as const;
const UPLOADING = { doing: "uploading an object", needs: "write" } as const;

export const credentialsAccepted: Check = {
  severity: "error",
  needs: ["endpoint-reachable", "path-free"],
  async run(subject) {
    if (subject.deployment.type === "multi-tenant" && subject.keys.source === "integration")
      return failed(
        "The bucket came without keys, and nothing proves yet that it is your organisation's: the identity that would " +
          "sign for it is trusted by other organisations' buckets too.",
        "Give an address with an access key of the bucket.",
      );
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
      if (uploaded.cause !== "access-denied") return outcomeOfFailure(subject, uploaded, UPLOADING);
      return inconclusive(
        "The store allows these credentials neither to list nor to upload.",
        `Check the keys; if they are right, grant ${Object.values(subject.room.guide.permissions).join(", ")}.`,
      );
    }
    switch (listed.cause) {
      case "not-supported":
        return inconclusive(
          "The store does not take the request that would show whether it knows the credentials.",
          "Use a store that speaks its protocol in full.",
        );
      case "wrong-region":
        return inconclusive(
          "The bucket is in another region, so the store did not check the credentials.",
          "Give the bucket's own region.",
        );
      case "no-such-key": // without a word of S3 in it, else it would have shown recognition
        return outcomeOfFailure(subject, { ...listed, cause: "unreadable" }, LISTING);
      default:
        return outcomeOfFailure(subject, listed, LISTING);
    }
  },
};

/** The identity that would sign says what is wrong with it in sentences of its own, which are the admin's to read. */
function identityProblem(error: unknown): Outcome {
  if (!(error instanceof AppError) || error.code !== "credentials.unavailable") throw error;
  const passing = error.retryAfterSeconds !== undefined;
  return passing
    ? inconclusive(error.detail, "Try again in a moment.")
    : failed(error.detail, "Correct what the sentence names, and try again.");
}

/** A store that speaks of what is there has looked at the keys first. A bare 404 may be anything's at that address. */
function showsRecognition({ cause, answer }: Spent): boolean {
  if (cause === "ok") return true;
  return (cause === "no-such-bucket" || cause === "no-such-key") && answer?.body.byteLength !== 0;
}
