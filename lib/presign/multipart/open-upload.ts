import { AppError } from "../../errors.ts";
import type { Principal } from "../../principal.ts";
import { teamKey } from "../../teams/team.ts";
import type { OpenBinding } from "../bindings.ts";
import { keyProblem } from "../object-key.ts";
import { type PermissionDeps, permittedBinding } from "../permitted-binding.ts";
import type { OpenLine } from "./store-call.ts";
import type { UploadIds, UploadScope } from "./upload-ids.ts";

export interface MultipartDeps extends PermissionDeps {
  uploadIds: UploadIds;
  openLine: OpenLine;
  now: () => Date;
  /** Whether URLs name who asked for them. */
  attribution: boolean;
}

/** Where an upload goes. */
export interface Target {
  binding: OpenBinding;
  scope: UploadScope;
  /** With the team's root. */
  fullKey: string;
}

/** The team's binding for one of its members, and the object's place in it. Throws as `permittedBinding`, and `key.invalid`. */
export async function targetOf(
  deps: MultipartDeps,
  principal: Principal,
  { team, key }: { team: string; key: string },
): Promise<Target> {
  const binding = await permittedBinding(deps, principal, team, "PUT");
  const { root } = binding.team.binding;
  const problem = keyProblem(key, root);
  if (problem !== undefined) throw new AppError("key.invalid", problem);
  const scope = { org: principal.org, team: teamKey(binding.team.name), key };
  return { binding, scope, fullKey: root + key };
}
