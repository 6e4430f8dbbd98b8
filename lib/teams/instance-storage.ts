import type { Deployment } from "../deployment.ts";
import { AppError } from "../errors.ts";
import type { Principal } from "../principal.ts";
import type { AddressResult } from "../storage/address/address-result.ts";
import { type BindDeps, type Bound, bindBucket } from "./bind-bucket.ts";
import { INSTANCE_KEY, type Team } from "./team.ts";
import { requireServed } from "./team-access.ts";
import type { TeamStore } from "./team-store.ts";

/**
 * Chooses the bucket of the whole deployment, once. Throws `auth.forbidden`, `instance.not_applicable`,
 * `storage.immutable`, `bucket.not_usable`.
 */
export async function setInstanceStorage(
  deps: BindDeps,
  principal: Principal,
  address: AddressResult,
): Promise<Bound> {
  requireChooser(principal, deps.deployment);
  try {
    return await bindBucket(deps, {
      org: principal.org,
      name: INSTANCE_KEY,
      storageType: "Internal",
      members: [],
      createdBy: principal.sub,
      scope: "instance",
      address,
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "team.already_exists") throw error;
    throw new AppError(
      "storage.immutable",
      "The instance storage was chosen before, with another bucket, and cannot be changed: what was written there " +
        "would no longer be found.",
    );
  }
}

/** Throws `auth.forbidden`, `instance.not_applicable`, `instance.not_found`. */
export async function getInstanceStorage(
  deps: { store: TeamStore; deployment: Deployment },
  principal: Principal,
): Promise<Team> {
  requireChooser(principal, deps.deployment);
  const record = await deps.store.readTeam(principal.org, INSTANCE_KEY);
  if (record?.state === "active") return record.team;
  throw new AppError("instance.not_found", "No instance storage was chosen yet.");
}

/** An admin in self-managed, an operator in dedicated. */
function requireChooser(principal: Principal, deployment: Deployment): void {
  requireServed(principal, deployment);
  if (deployment.type === "multi-tenant")
    throw new AppError(
      "instance.not_applicable",
      "In a multi-tenant deployment Internal storage is W&B's own bucket; there is none to choose.",
    );
  const role = deployment.type === "dedicated" ? "operator" : "admin";
  if (!principal.roles.has(role))
    throw new AppError("auth.forbidden", `Only an ${role} may see and choose the instance storage here.`);
}
