import { openIssuer } from "./issuer.ts";
import { stateDir } from "./state-dir.ts";
import { tokenClaims } from "./token-claims.ts";

// npm run --silent token -- …: prints a token for the local service, and nothing else, on stdout.
// Exits with 2 when the arguments are wrong, with 1 when the issuer's key cannot be had.

let exitCode = 2;
try {
  const { claims, ttlSeconds } = tokenClaims(process.argv.slice(2));
  exitCode = 1;
  const issuer = await openIssuer(stateDir(process.env));
  process.stdout.write(`${await issuer.sign(claims, ttlSeconds)}\n`);
  exitCode = 0;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
}
process.exitCode = exitCode;
