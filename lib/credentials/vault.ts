import type { Secret } from "../secret.ts";

/** Whose secret it is; bound into the seal, so that a sealed value moved to another team does not open. */
export interface SealContext {
  org: string;
  /** Lower case. */
  team: string;
}

/** Seals secrets before they touch the table. A sealed value opens only with the context it was sealed for. */
export interface Vault {
  seal(value: Secret, context: SealContext): Promise<string>;
  /** Throws `credentials.unavailable` when the seal does not open. */
  open(sealed: string, context: SealContext): Promise<Secret>;
}
