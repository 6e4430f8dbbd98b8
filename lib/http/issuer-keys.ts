import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from "jose";
import { AppError } from "../errors.ts";
import type { HttpCall } from "../outbound/http-call.ts";

const TIMEOUT_MS = 3_000;
/** With the minute that a verified token is kept, a key that the issuer withdrew is good for five minutes at most. */
const KEPT_MS = 240_000;
/** A key is about half a kilobyte. */
const MAX_BYTES = 256 * 1024;
const RETRY_AFTER_SECONDS = 5;
/** Some firewalls let nobody in who does not say what they are. */
const HEADERS = { accept: "application/json, application/jwk-set+json", "user-agent": "wandb-byob" };

/**
 * The issuer's published keys, cached by jose. They come from `jwksUrl` alone, whatever a token's header names; redirects
 * are not followed. A key that is not among them is the token's fault; keys that cannot be fetched or read, or are larger
 * than 256 KiB, are not, and throw `auth.keys_unavailable`.
 */
export function issuerKeys(jwksUrl: string, call: HttpCall): JWTVerifyGetKey {
  const url = new URL(jwksUrl);
  const request = {
    method: "GET",
    url,
    headers: HEADERS,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  } as const;
  const find = createRemoteJWKSet(url, {
    timeoutDuration: TIMEOUT_MS,
    cacheMaxAge: KEPT_MS,
    [customFetch]: async () => {
      const { status, text } = await call(request);
      return new Response(text, { status });
    },
  });
  return async (header, token) => {
    try {
      return await find(header, token);
    } catch (cause) {
      const ofToken =
        cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys;
      if (ofToken) throw cause;
      throw new AppError("auth.keys_unavailable", "The issuer's keys cannot be fetched; try again shortly.", {
        cause,
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
  };
}
