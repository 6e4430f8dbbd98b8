import { errors, jwtVerify } from "jose";
import { AppError } from "../errors.ts";
import type { CountLookup } from "../observability/metrics.ts";
import type { HttpCall } from "../outbound/http-call.ts";
import type { Principal } from "../principal.ts";
import { type ClaimNames, principalOf } from "./claims.ts";
import { issuerKeys } from "./issuer-keys.ts";
import { type VerifiedToken, verifiedTokens } from "./verified-tokens.ts";

interface AuthenticatorOptions {
  issuer: string;
  audience: string;
  jwksUrl: string;
  claims: ClaimNames;
  now: () => Date;
  /** Fetches the issuer's keys. */
  call: HttpCall;
  /** Told of each look for a token that was verified before. */
  count?: CountLookup;
}

/** Turns an `authorization` header into the principal that it proves. */
export type Authenticator = (authorizationHeader: string | undefined) => Promise<Principal>;

const CLOCK_TOLERANCE_SECONDS = 30;

const CLAIM_FAILURES: Record<string, string> = {
  iss: "The token is from another issuer.",
  aud: "The token is meant for another audience.",
  nbf: "The token is not valid yet.",
};

function claimFailure({ claim, reason }: errors.JWTClaimValidationFailed): string {
  if (reason === "missing") return `The token has no ${claim} claim.`;
  if (reason === "invalid") return `The token's ${claim} claim is not of the right type.`;
  return CLAIM_FAILURES[claim] ?? `The token's ${claim} claim is not accepted.`;
}

/** What jose found wrong, in words that hold nothing of the token. */
function failure(error: unknown): string | undefined {
  if (error instanceof errors.JWTExpired) return "The token has expired.";
  if (error instanceof errors.JWTClaimValidationFailed) return claimFailure(error);
  if (error instanceof errors.JWKSNoMatchingKey)
    return "The token is signed with a key that the issuer does not publish.";
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return "The token does not say with which key it is signed.";
  if (error instanceof errors.JWSSignatureVerificationFailed) return "The token's signature is wrong.";
  if (error instanceof errors.JOSEAlgNotAllowed) return "The token must be signed with RS256.";
  if (error instanceof errors.JOSEError) return "The token is not a well-formed JWT.";
  return undefined;
}

function bearerToken(header: string | undefined): string {
  const token = /^bearer(?: +(.*))?$/i.exec(header ?? "")?.[1]?.trim();
  if (token) return token;
  throw new AppError("auth.token_missing", "Send the token in the header: Authorization: Bearer <token>.");
}

/**
 * Verifies bearer tokens: RS256, issuer, audience, expiry (30 s of clock difference are forgiven), `sub` and organisation.
 * One that was found good is good for a minute, or until its end, without being verified again.
 * Throws `auth.token_missing`, `auth.token_invalid` with what is wrong, or `auth.keys_unavailable`.
 */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { issuer, audience, claims, now, count } = options;
  const keys = issuerKeys(options.jwksUrl, options.call);

  async function verify(token: string): Promise<VerifiedToken> {
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ["RS256"],
        issuer,
        audience,
        requiredClaims: ["exp"],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: now(),
      });
      return { principal: principalOf(payload, claims), endMs: (payload.exp ?? 0) * 1_000 };
    } catch (error) {
      const detail = failure(error);
      throw detail === undefined ? error : new AppError("auth.token_invalid", detail);
    }
  }

  const principalOfToken = verifiedTokens({ verify, now, count });
  return async (authorizationHeader) => principalOfToken(bearerToken(authorizationHeader));
}
