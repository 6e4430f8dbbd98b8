import { AppError } from "../../errors.ts";

/** SigV4's ceiling. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const LONGEST_SECONDS = 604_800;

/** When a grant begins and ends; `signedAt` is in whole seconds, as SigV4 writes it. */
export interface GrantLife {
  signedAt: Date;
  expiresInSeconds: number;
  expiresAt: Date;
}

/**
 * The least of what was asked, SigV4's ceiling and the whole seconds that the credentials have left,
 * since a URL dies with the credentials that signed it.
 * Throws `credentials.unavailable` when less than a second is left.
 */
export function grantLife(askedSeconds: number, credentialsEnd: Date | undefined, now: Date): GrantLife {
  const start = Math.floor(now.getTime() / 1000) * 1000;
  const left = credentialsEnd ? Math.floor((credentialsEnd.getTime() - start) / 1000) : LONGEST_SECONDS;
  if (left < 1) {
    throw new AppError("credentials.unavailable", "The credentials that sign for this bucket have expired.");
  }
  const expiresInSeconds = Math.min(askedSeconds, LONGEST_SECONDS, left);
  return {
    signedAt: new Date(start),
    expiresInSeconds,
    expiresAt: new Date(start + expiresInSeconds * 1000),
  };
}

/**
 * Reckons the lives of what one key signs. Those of one second are the same object, whose dates nobody may change.
 * Throws as `grantLife` does.
 */
export function grantLives(
  credentialsEnd: Date | undefined,
  now: () => Date,
): (askedSeconds: number) => GrantLife {
  let last: { from: number; until: number; askedSeconds: number; life: GrantLife } | undefined;
  return (askedSeconds) => {
    const moment = now();
    const time = moment.getTime();
    if (!last || time < last.from || time >= last.until || askedSeconds !== last.askedSeconds) {
      const life = grantLife(askedSeconds, credentialsEnd, moment);
      const from = life.signedAt.getTime();
      last = { from, until: from + 1000, askedSeconds, life };
    }
    return last.life;
  };
}
