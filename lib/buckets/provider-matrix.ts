import type { DeploymentType } from "../deployment-type.ts";
import { PROVIDERS, type Provider } from "../storage/bucket.ts";
import { roomOf } from "../storage/catalog.ts";
import type { Scope } from "../storage/room.ts";

/** What a provider's buckets are taken for in a deployment (spec §2). */
export function scopesOf(deployment: DeploymentType, provider: Provider): readonly Scope[] {
  return roomOf(provider).scopes[deployment];
}

/** Why a provider is not taken, and what to do; undefined when it is. */
export function providerRefusal(
  deployment: DeploymentType,
  scope: Scope,
  provider: Provider,
): { message: string; fix: string } | undefined {
  if (scopesOf(deployment, provider).includes(scope)) return undefined;
  const { title, instanceBySupport } = roomOf(provider);
  if (scope === "instance" && instanceBySupport && deployment !== "multi-tenant")
    return {
      message: `Instance storage on ${title} is not set up by yourselves.`,
      fix: "Contact support, who set it up for you; or use a bucket of another provider.",
    };
  const allowed = PROVIDERS.filter((name) => scopesOf(deployment, name).includes(scope));
  const level = scope === "team" ? "from a team" : "as instance storage";
  return {
    message: `A ${deployment} deployment takes no ${provider} bucket ${level}.`,
    fix: allowed.length === 0 ? "Choose storage for each team." : `Use one of ${allowed.join(", ")}.`,
  };
}
