import { createPublicKey } from "node:crypto";
import { calculateJwkThumbprint, type JSONWebKeySet, type JWTPayload, SignJWT } from "jose";
import { openIssuerKey } from "./issuer-key.ts";

export const LOCAL_ISSUER = "https://byob.local";
export const LOCAL_AUDIENCE = "byob";

export interface Issuer {
  /** The public half, to be served to whoever verifies tokens. */
  jwks(): JSONWebKeySet;
  /** An RS256 token; `iss`, `aud`, `iat` and `exp` are set here. */
  sign(claims: JWTPayload, ttlSeconds: number): Promise<string>;
}

/** The token issuer of one machine; every process that opens the same `stateDir` signs with the same key. */
export async function openIssuer(stateDir: string, now = () => new Date()): Promise<Issuer> {
  const key = await openIssuerKey(stateDir);
  const publicJwk = createPublicKey(key).export({ format: "jwk" });
  const kid = await calculateJwkThumbprint(publicJwk);

  return {
    jwks: () => ({ keys: [{ ...publicJwk, kid, alg: "RS256", use: "sig" }] }),
    sign(claims, ttlSeconds) {
      const issuedAt = Math.floor(now().getTime() / 1000);
      return new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", kid })
        .setIssuer(LOCAL_ISSUER)
        .setAudience(LOCAL_AUDIENCE)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + ttlSeconds)
        .sign(key);
    },
  };
}
