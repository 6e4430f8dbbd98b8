import type { DeploymentType } from "../deployment.ts";
import type { Provider } from "../storage/bucket.ts";

/** A bucket is a team's own, or that of the whole deployment (instance storage). */
export type Scope = "instance" | "team";

const ONE_ORGANISATION: Record<Provider, readonly Scope[]> = {
  COREWEAVE: ["team"],
  AWS: ["instance", "team"],
  GCP: ["instance", "team"],
  AZURE: ["instance", "team"],
  MINIO: ["instance", "team"],
};

/** What is supported where (spec §2). Multi-tenant has no instance level: its Internal storage is W&B's own bucket. */
const MATRIX: Record<DeploymentType, Record<Provider, readonly Scope[]>> = {
  dedicated: ONE_ORGANISATION,
  "self-managed": ONE_ORGANISATION,
  "multi-tenant": { COREWEAVE: ["team"], AWS: ["team"], GCP: ["team"], AZURE: [], MINIO: [] },
};

export function scopesOf(deployment: DeploymentType, provider: Provider): readonly Scope[] {
  return MATRIX[deployment][provider];
}

/** Why a provider is not taken, and what to do; undefined when it is. */
export function providerRefusal(
  deployment: DeploymentType,
  scope: Scope,
  provider: Provider,
): { message: string; fix: string } | undefined {
  if (scopesOf(deployment, provider).includes(scope)) return undefined;
  if (scope === "instance" && provider === "COREWEAVE" && deployment !== "multi-tenant")
    return {
      message: "Instance storage on CoreWeave is not set up by yourselves.",
      fix: "Contact support, who set it up for you; or use a bucket of another provider.",
    };
  const providers = Object.keys(MATRIX[deployment]) as Provider[];
  const allowed = providers.filter((name) => scopesOf(deployment, name).includes(scope));
  const level = scope === "team" ? "from a team" : "as instance storage";
  return {
    message: `A ${deployment} deployment takes no ${provider} bucket ${level}.`,
    fix: allowed.length === 0 ? "Choose storage for each team." : `Use one of ${allowed.join(", ")}.`,
  };
}
