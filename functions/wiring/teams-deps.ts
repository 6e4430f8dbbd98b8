import { keySourceOf } from "../../lib/credentials/key-source.ts";
import type { Vault } from "../../lib/credentials/vault.ts";
import type { TeamsDeps } from "../teams/app.ts";
import { keyDeps } from "./key-deps.ts";
import type { Parts } from "./parts.ts";
import type { ValidationDeps } from "./validation-deps.ts";

/** What the teams function binds buckets with. */
export function teamsDeps(parts: Parts, validation: ValidationDeps, vault: Vault): TeamsDeps {
  const keys = keyDeps(parts, vault);
  return {
    ...validation,
    vault,
    keySourceOf: (team, sealed) => keySourceOf(keys, team, sealed),
  };
}
