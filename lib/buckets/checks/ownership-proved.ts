import { outcomeOfFailure } from "../cause-words.ts";
import { CHALLENGE_NAME, ownershipChallenge } from "../ownership/ownership-challenge.ts";
import { pinVerdict } from "../ownership/pin-verdict.ts";
import type { Tenancy } from "../ownership/tenancy.ts";
import type { Severity } from "../report.ts";
import type { Subject } from "../subject.ts";
import { type Check, failed, type Outcome, passed, skipped } from "./check.ts";
import { identityProblem } from "./identity-problem.ts";

/**
 * Every customer's bucket lets W&B's own identity in, so that it is let in shows nothing of whose the bucket is. What
 * does: a policy that names the organisation, or the organisation's challenge in the bucket. Until then nothing else
 * is sent to it.
 */
export const ownershipProved: Check = {
  severity: "error",
  needs: ["endpoint-reachable", "path-free"],
  async run(subject) {
    const { deployment, keys } = subject;
    if (deployment.type !== "multi-tenant")
      return skipped("Not applicable: this deployment serves one organisation.");
    if (keys.source !== "integration")
      return skipped("Not applicable: whoever has keys of the bucket may use it.");
    const severity: Severity = deployment.ownership === "advised" ? "warning" : "error";
    const tenancy = await subject.tenancy().catch(identityProblem);
    if (tenancy === undefined)
      return failed(
        "The address has no access key, and this deployment has no identity of its own for the bucket.",
        "Give an address with an access key of the bucket.",
      );
    if ("status" in tenancy) return tenancy;
    return { ...(await proof(subject, tenancy)), severity };
  },
};

async function proof(subject: Subject, tenancy: Tenancy): Promise<Outcome> {
  if (tenancy.hasSessions) {
    const { outcome } = await pinVerdict(tenancy);
    if (outcome === "pinned") return passed("The bucket's own policy names your organisation.");
  }
  const { bucket, org, root } = subject;
  const challenge = ownershipChallenge(org, bucket);
  const key = root + CHALLENGE_NAME;
  const fix = `Write the line ${challenge} into the object ${key} of the bucket, and let W&B's identity read it; or give an address with an access key of the bucket.`;
  const read = await tenancy.readChallenge();
  switch (read.cause) {
    case "ok":
      return holds(read.answer?.body, challenge)
        ? passed("The bucket holds your organisation's challenge.")
        : failed("The challenge in the bucket is not that of your organisation for this bucket.", fix);
    case "no-such-key":
      return failed("Nothing in the bucket shows that it is your organisation's.", fix);
    case "access-denied":
      return failed(
        "What would show that the bucket is your organisation's is not there, or W&B's identity may not read it.",
        fix,
      );
    default:
      return outcomeOfFailure(subject, read, { doing: "downloading an object", needs: "read" });
  }
}

/** An editor may have put a line break or a byte order mark around it. */
function holds(body: Uint8Array | undefined, challenge: string): boolean {
  return new TextDecoder().decode(body).trim() === challenge;
}
