import { parseArgs } from "node:util";
import type { JWTPayload } from "jose";

const USAGE =
  "Usage: npm run --silent token -- --org acme --user member1 [--email member1@acme.test] [--team omega …] " +
  "[--admin] [--role gc …] [--ttl 3600]";

const options = {
  org: { type: "string" },
  user: { type: "string" },
  email: { type: "string" },
  team: { type: "string", multiple: true },
  admin: { type: "boolean" },
  role: { type: "string", multiple: true },
  ttl: { type: "string", default: "3600" },
} as const;

export interface TokenOrder {
  claims: JWTPayload;
  ttlSeconds: number;
}

/** Reads the arguments of `npm run token`. Throws an Error whose message is a sentence and the usage. */
export function tokenClaims(args: string[]): TokenOrder {
  const { org, user, email, team = [], admin = false, role = [], ttl } = parse(args);
  if (!org) throw problem("--org is missing: say which organisation the token is for.");
  if (!user) throw problem("--user is missing: say who the token is for.");
  if ([email, ...team, ...role].includes("")) throw problem("--email, --team and --role cannot be empty.");
  if (!/^[1-9]\d{0,8}$/.test(ttl)) throw problem("--ttl must be a whole number of seconds, at least 1.");
  const roles = [...new Set(admin ? ["admin", ...role] : role)];
  return {
    claims: {
      sub: user,
      org,
      teams: team,
      roles,
      ...(email === undefined ? {} : { email, email_verified: true }),
    },
    ttlSeconds: Number(ttl),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [sentence = "The arguments cannot be read"] =
      error instanceof Error ? error.message.split(/\. |\.?\n/) : [];
    throw problem(`${sentence}.`);
  }
}

function problem(sentence: string): Error {
  return new Error(`${sentence}\n${USAGE}`);
}
