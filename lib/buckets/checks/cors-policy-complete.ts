import { lacksOf } from "../browser/cors-lacks.ts";
import { allowing } from "../cause-words.ts";
import { type Check, failed, inconclusive, passed, skipped } from "./check.ts";

/** The bucket's own CORS configuration, where it can be read: a browser asks once and for one thing, this sees all of it. */
export const corsPolicyComplete: Check = {
  severity: "warning",
  needs: ["bucket-exists"],
  async run(subject) {
    const { room, bucket, deployment } = subject;
    const origins = deployment.frontendOrigins;
    if (origins.length === 0)
      return skipped("Not applicable: no front-end origin is configured (BYOB_FRONTEND_ORIGINS).");
    const { corsRules, notOffered = [] } = await subject.facts();
    if (corsRules === undefined) {
      if (notOffered.includes("corsRules"))
        return skipped("Not applicable: the store does not show its CORS configuration.");
      return inconclusive(
        "The bucket's CORS configuration could not be read with these credentials.",
        `Grant ${room.guide.permissions.settings}, or compare the configuration with that of the instructions yourself. ${allowing(subject, "settings")}`,
      );
    }
    const lacks = origins.flatMap((origin) => lacksOf(corsRules, room.cors, origin));
    if (lacks.length === 0) return passed("The CORS configuration has all that pages need.");
    const trap = room.cors.headerTrap === undefined ? "" : `${room.cors.headerTrap} `;
    return failed(
      corsRules.length === 0
        ? "The bucket has no CORS configuration."
        : `The CORS configuration lacks: ${lacks.join("; ")}.`,
      `${trap}${room.guide.corsCaution} Set this CORS configuration: ${room.guide.corsCommand(bucket, origins)}`,
    );
  },
};
