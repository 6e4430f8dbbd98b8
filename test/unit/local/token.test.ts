import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLocalJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openIssuer } from "../../../functions/local/issuer.ts";
import { stateDir } from "../../../functions/local/state-dir.ts";
import { tokenClaims } from "../../../functions/local/token-claims.ts";

const cli = fileURLToPath(new URL("../../../functions/local/token.ts", import.meta.url));
const who = ["--org", "acme", "--user", "member1"];

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "byob-token-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

function run(args: string[], state = dir) {
  return spawnSync(process.execPath, [cli, ...args], {
    encoding: "utf8",
    env: { ...process.env, BYOB_STATE_DIR: state },
  });
}

test("prints one token and nothing else, signed by the issuer of the state folder", async () => {
  const args = [
    ...who,
    "--email",
    "member1@acme.test",
    "--team",
    "omega",
    "--team",
    "kappa",
    "--admin",
    "--role",
    "gc",
  ];
  const { status, stdout, stderr } = run([...args, "--ttl", "60"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const { payload } = await jwtVerify(stdout.trim(), createLocalJWKSet((await openIssuer(dir)).jwks()));
  expect(payload).toMatchObject({
    iss: "https://byob.local",
    aud: "byob",
    sub: "member1",
    org: "acme",
    email: "member1@acme.test",
    email_verified: true,
    teams: ["omega", "kappa"],
    roles: ["admin", "gc"],
  });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
});

test("exits with 2, a sentence and the usage when an argument is wrong", () => {
  const { status, stdout, stderr } = run([...who, "--bogus"]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/^Unknown option '--bogus'\.\nUsage: npm run --silent token -- .*\n$/);
});

test("exits with 1 and a sentence when there is no usable key", () => {
  const broken = mkdtempSync(join(dir, "broken-"));
  writeFileSync(join(broken, "issuer-key.pem"), "");
  const { status, stdout, stderr } = run(who, broken);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^.*issuer-key\.pem is not an RSA private key; .*\n$/);
});

describe("tokenClaims", () => {
  test("claims nothing that was not asked for", () => {
    expect(tokenClaims(who)).toEqual({
      claims: { sub: "member1", org: "acme", teams: [], roles: [] },
      ttlSeconds: 3600,
    });
  });

  test.each([
    [["--user", "member1"], "--org is missing"],
    [["--org", "acme"], "--user is missing"],
    [["--org", "acme", "--user", ""], "--user is missing"],
    [["--org", "acme", "--user"], "Option '--user <value>' argument missing."],
    [["--org", "acme", "--user", "--admin"], "Option '--user' argument is ambiguous."],
    [[...who, "omega"], "Unexpected argument 'omega'."],
    [[...who, "--team", ""], "cannot be empty"],
    [[...who, "--ttl", "0"], "--ttl must be a whole number"],
    [[...who, "--ttl", "1h"], "--ttl must be a whole number"],
  ])("refuses %j", (args, sentence) => {
    expect(() => tokenClaims(args)).toThrow(sentence);
  });
});

test("the state folder is .local of the repository unless BYOB_STATE_DIR says otherwise", () => {
  expect(stateDir({})).toBe(fileURLToPath(new URL("../../../.local", import.meta.url)));
  expect(stateDir({ BYOB_STATE_DIR: "/var/byob" })).toBe("/var/byob");
});
