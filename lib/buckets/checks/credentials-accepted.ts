import { outcomeOfFailure } from "../cause-words.ts";
import { type Check, failed, inconclusive, passed } from "./check.ts";

const LISTING = { doing: "listing the objects under the path", permission: "s3:ListBucket" };

export const credentialsAccepted: Check = {
  severity: "error",
  needs: ["endpoint-reachable", "path-free"],
  async run(subject) {
    if ((await subject.keys.open()) === undefined)
      return failed(
        "The address has no access key, and this deployment has no identity of its own for the bucket.",
        "Give an address with an access key of the bucket, or ask the operator to register the store with one.",
      );
    const spent = await (await subject.probe()).list();
    switch (spent.cause) {
      case "ok":
      case "access-denied": // a store that denies has recognised the keys; a wrong key has codes of its own
      case "no-such-bucket":
      case "no-such-key":
      case "not-supported":
        return passed("The store recognises the credentials.");
      case "wrong-region":
        return inconclusive(
          "The bucket is in another region, so the store did not check the credentials.",
          "Give the bucket's own region.",
        );
      default:
        return outcomeOfFailure(spent, LISTING);
    }
  },
};
