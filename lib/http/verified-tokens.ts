import { hash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { CountLookup } from "../observability/metrics.ts";
import type { Principal } from "../principal.ts";
import { singleFlight } from "../single-flight.ts";

/** Whom a token speaks for, and until when. */
export interface VerifiedToken {
  principal: Principal;
  /** The token's `exp`, in milliseconds. */
  endMs: number;
}

interface VerifiedTokensOptions {
  /** Rejects for a token that is not good. */
  verify: (token: string) => Promise<VerifiedToken>;
  now: () => Date;
  count?: CountLookup | undefined;
}

interface KeptToken {
  principal: Principal;
  untilMs: number;
}

const KEPT_TOKENS = 1_000;
/**
 * With the four minutes that the issuer's keys are kept, a key that the issuer withdrew is good for five minutes at most.
 * A token that the issuer withdrew is good until its own end, as it would be without this.
 */
const KEPT_MS = 60_000;

/**
 * Verifies each token once a minute at most, and once for all who send it at the same time. A token is not kept past its
 * end, one that is not good is not kept at all, and none is kept as text: they are told apart by their SHA-256.
 */
export function verifiedTokens({ verify, now, count }: VerifiedTokensOptions) {
  const kept = new LRUCache<string, KeptToken>({ max: KEPT_TOKENS });
  const flights = singleFlight<KeptToken>();

  return async (token: string): Promise<Principal> => {
    const id = hash("sha256", token, "base64");
    const nowMs = now().getTime();
    const known = kept.get(id);
    const good = known !== undefined && nowMs < known.untilMs;
    count?.(good || flights.has(id) ? "hit" : "miss");
    if (good) return known.principal;
    const load = async (): Promise<KeptToken> => {
      const { principal, endMs } = await verify(token);
      return { principal, untilMs: Math.min(endMs, nowMs + KEPT_MS) };
    };
    const { principal } = await flights.join(id, load, (verified) => kept.set(id, verified));
    return principal;
  };
}
