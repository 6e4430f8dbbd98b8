import { resolve } from "node:path";

/** Where the local service keeps its state: `BYOB_STATE_DIR`, else `.local` of this repository (git-ignored). */
export function stateDir(environment: NodeJS.ProcessEnv): string {
  const chosen = environment.BYOB_STATE_DIR;
  return chosen ? resolve(chosen) : resolve(import.meta.dirname, "../../.local");
}
