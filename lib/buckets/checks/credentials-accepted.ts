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
    const probe = await subject.probe();
    const spent = await probe.list();
    switch (spent.cause) {
      case "ok":
      case "no-such-bucket":
      case "no-such-key":
      case "not-supported":
        return passed("The store recognises the credentials.");
      case "access-denied":
        // Some stores (Ceph with STS first in its auth order) answer this to a wrong key too; an upload tells.
        if ((await probe.upload()).cause !== "access-denied")
          return passed("The store recognises the credentials, though they may not list.");
        return inconclusive(
          "The store allows these credentials neither to list nor to upload.",
          "Check the access key and its secret; if they are right, grant s3:ListBucket on the bucket and " +
            "s3:GetObject, s3:PutObject and s3:DeleteObject on its objects.",
        );
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
