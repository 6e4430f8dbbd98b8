import type { DeploymentType } from "../../deployment.ts";
import type { Provider } from "../../storage/bucket.ts";
import { type Check, failed, passed } from "./check.ts";

/** Providers that a team may bring a bucket of, by deployment (spec §2). */
const TEAM_PROVIDERS: Record<DeploymentType, readonly Provider[]> = {
  "multi-tenant": ["COREWEAVE", "AWS", "GCP"],
  dedicated: ["COREWEAVE", "AWS", "GCP", "AZURE", "MINIO"],
  "self-managed": ["COREWEAVE", "AWS", "GCP", "AZURE", "MINIO"],
};

export const providerSupported: Check = {
  severity: "error",
  needs: ["address-well-formed"],
  run({ deployment, bucket, room }) {
    const allowed = TEAM_PROVIDERS[deployment.type];
    if (!allowed.includes(bucket.provider))
      return failed(
        `A ${deployment.type} deployment takes no ${bucket.provider} bucket from a team.`,
        `Use one of ${allowed.join(", ")}.`,
      );
    if (room === undefined)
      return failed(
        `This version of the service does not offer ${bucket.provider} yet.`,
        "Use COREWEAVE, AWS or MINIO.",
      );
    return passed(`${room.title} is supported here.`);
  },
};
