import { createHash } from "node:crypto";

const NAME_MAX_CHARACTERS = 64;
const DIGEST_HEX_CHARACTERS = 32;

/**
 * The role session's name, which CloudTrail shows: readable first, then 128 bits of a hash, so that no two teams
 * share one. STS allows 2–64 of `[\w+=,.@-]`:
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_RequestParameters
 */
export function sessionName(org: string, team: string | undefined): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([org, team ?? null]))
    .digest("hex")
    .slice(0, DIGEST_HEX_CHARACTERS);
  const readable = [org, ...(team === undefined ? [] : [team])].join(".").replace(/[^A-Za-z0-9_.-]/g, "-");
  return `${readable.slice(0, NAME_MAX_CHARACTERS - DIGEST_HEX_CHARACTERS - 1)}-${digest}`;
}
