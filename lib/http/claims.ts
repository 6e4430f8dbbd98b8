import type { JWTPayload } from "jose";
import { AppError } from "../errors.ts";
import type { Principal } from "../principal.ts";

/** Under which names the issuer writes the claims. */
export interface ClaimNames {
  org: string;
  teams: string;
  roles: string;
  email: string;
}

const LENGTH_LIMIT = 256;

function invalid(detail: string): AppError {
  return new AppError("auth.token_invalid", detail);
}

function claim(payload: JWTPayload, name: string): unknown {
  return Object.hasOwn(payload, name) ? payload[name] : undefined;
}

function text(payload: JWTPayload, name: string): string {
  const value = claim(payload, name);
  if (value === undefined) throw invalid(`The token has no ${name} claim.`);
  if (typeof value !== "string" || value.trim() === "" || value.length > LENGTH_LIMIT) {
    throw invalid(`The token's ${name} claim must be a string of 1 to ${LENGTH_LIMIT} characters.`);
  }
  return value;
}

function texts(payload: JWTPayload, name: string): string[] {
  const value = claim(payload, name) ?? (Object.hasOwn(payload, name) ? null : []);
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) {
    throw invalid(`The token's ${name} claim must be a list of strings.`);
  }
  return value;
}

/** Who a verified token speaks for; throws `auth.token_invalid` with the claim that is wrong. */
export function principalOf(payload: JWTPayload, names: ClaimNames): Principal {
  const email = claim(payload, names.email);
  const verified = typeof email === "string" && email !== "" && claim(payload, "email_verified") === true;
  return {
    sub: text(payload, "sub"),
    org: text(payload, names.org),
    ...(verified ? { email: email.toLowerCase() } : {}),
    teams: new Set(texts(payload, names.teams).map((team) => team.toLowerCase())),
    roles: new Set(texts(payload, names.roles)),
  };
}
