import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type FetchImplementation,
  type JWTVerifyGetKey,
} from "jose";
import { AppError } from "../errors.ts";

const TIMEOUT_MS = 3_000;
const RETRY_AFTER_SECONDS = 5;

/**
 * The issuer's published keys, cached by jose. A key that is not among them is the token's fault;
 * keys that cannot be fetched or read are not, and throw `auth.keys_unavailable`.
 */
export function issuerKeys(jwksUrl: string, fetchKeys?: FetchImplementation): JWTVerifyGetKey {
  const find = createRemoteJWKSet(new URL(jwksUrl), {
    timeoutDuration: TIMEOUT_MS,
    ...(fetchKeys ? { [customFetch]: fetchKeys } : {}),
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
