import { AppError } from "../errors.ts";
import type { GrantMethod } from "../storage/signer.ts";

/** Seconds; the ceiling of SigV4 and of GCS V4. */
const MAX_SECONDS = 604_800;

/** Seconds a grant lives when the caller does not say: what W&B's clients count on. */
export const DEFAULT_SECONDS: Record<GrantMethod, number> = {
  GET: 3600,
  HEAD: 3600,
  PUT: 86_400,
  DELETE: 3600,
};

/** The life to ask for, in seconds. Throws `presign.expires_in_invalid` outside 1–604,800. */
export function lifeSeconds(method: GrantMethod, expiresIn: number | undefined): number {
  if (expiresIn === undefined) return DEFAULT_SECONDS[method];
  if (Number.isInteger(expiresIn) && expiresIn >= 1 && expiresIn <= MAX_SECONDS) return expiresIn;
  throw new AppError(
    "presign.expires_in_invalid",
    `expiresIn is a whole number of seconds from 1 to ${MAX_SECONDS}.`,
  );
}

/** When a client should fetch a new URL: after two thirds of the grant's life. */
export function refreshTime(now: Date, expiresAt: Date): Date {
  return new Date(now.getTime() + ((expiresAt.getTime() - now.getTime()) * 2) / 3);
}
