import { pinVerdict } from "../ownership/pin-verdict.ts";
import type { Subject } from "../subject.ts";
import { type Check, failed, inconclusive, type Outcome, passed, skipped } from "./check.ts";
import { identityProblem } from "./identity-problem.ts";

/** One integration role is trusted by every customer: a bucket has to let it in for its own organisation alone. */
export const tenantPinned: Check = {
  severity: "warning",
  needs: ["endpoint-reachable", "path-free"],
  async run(subject) {
    if (subject.deployment.type !== "multi-tenant")
      return skipped("Not applicable: this deployment serves one organisation.");
    if (subject.keys.source !== "integration")
      return skipped("Not applicable: the bucket's own keys sign for it, which no other organisation has.");
    const tenancy = await subject.tenancy().catch(identityProblem);
    if (tenancy !== undefined && "status" in tenancy) return tenancy;
    if (tenancy === undefined || !tenancy.hasSessions)
      return skipped(
        `Not applicable: W&B's identity at ${subject.room.title} is the same for every organisation.`,
      );
    return outcomeOf(subject, await pinVerdict(tenancy));
  },
};

function outcomeOf({ org }: Subject, verdict: Awaited<ReturnType<typeof pinVerdict>>): Outcome {
  const pin =
    `Let the bucket policy's statements for W&B's role hold only under the condition ` +
    `{"StringEquals": {"aws:PrincipalTag/wandb:OrgID": ${JSON.stringify(org)}}}; the instructions have the whole policy.`;
  switch (verdict.outcome) {
    case "pinned":
      return passed("The bucket lets W&B's role in for your organisation, and not for another.");
    case "open":
      return failed("The bucket lets W&B's role in for any organisation, not for yours alone.", pin);
    case "closed":
      return failed(
        "The bucket does not let W&B's role in, not even for your organisation.",
        `Give the bucket the policy of the instructions. ${pin} Policies can take half a minute to take effect.`,
      );
    case "unclear":
      return inconclusive(
        "It cannot be told whether the bucket lets W&B's role in for your organisation alone.",
        verdict.spent.cause === "wrong-region"
          ? "Give the bucket's own region."
          : "Try again when the store is well.",
      );
  }
}
