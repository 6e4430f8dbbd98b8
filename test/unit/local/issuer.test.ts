import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalJWKSet, jwtVerify } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LOCAL_AUDIENCE, LOCAL_ISSUER, openIssuer } from "../../../functions/local/issuer.ts";
import { killHard, runNode } from "../../support/run-node.ts";

const modulePath = new URL("../../../functions/local/issuer.ts", import.meta.url).href;
const expected = { issuer: LOCAL_ISSUER, audience: LOCAL_AUDIENCE, algorithms: ["RS256"] };

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "byob-issuer-"));
});
afterEach(() => rm(dir, { recursive: true }));

test("signs tokens that its own key set verifies", async () => {
  const issuer = await openIssuer(dir);
  const token = await issuer.sign({ sub: "member1", org: "acme" }, 60);
  const { payload } = await jwtVerify(token, createLocalJWKSet(issuer.jwks()), expected);
  expect(payload).toMatchObject({ sub: "member1", org: "acme" });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
});

test("dates tokens by its clock", async () => {
  const issuer = await openIssuer(dir, () => new Date("2020-01-01T00:00:00Z"));
  const token = await issuer.sign({ sub: "member1" }, 60);
  await expect(jwtVerify(token, createLocalJWKSet(issuer.jwks()), expected)).rejects.toThrow('"exp"');
});

test("shows the public half of an RSA-2048 key and nothing else", async () => {
  const [key, ...others] = (await openIssuer(dir)).jwks().keys;
  expect(others).toEqual([]);
  expect(Object.keys(key ?? {}).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
  expect(Buffer.from(key?.n ?? "", "base64url")).toHaveLength(256);
});

test("keeps one key in a file that only its owner reads", async () => {
  const nested = join(dir, "state");
  const first = await openIssuer(nested);
  expect((await openIssuer(nested)).jwks()).toEqual(first.jwks());
  const files = await readdir(nested);
  expect(files).toEqual(["issuer-key.pem"]);
  expect((await stat(join(nested, "issuer-key.pem"))).mode & 0o777).toBe(0o600);
});

test("gives processes that start at once the same key", async () => {
  const here = Array.from({ length: 4 }, () => openIssuer(dir));
  const elsewhere = Array.from({ length: 3 }, async () => {
    const { child, line } = await runNode(`
      import { openIssuer } from ${JSON.stringify(modulePath)};
      console.log(JSON.stringify((await openIssuer(${JSON.stringify(dir)})).jwks()));
      setInterval(() => undefined, 1000);
    `);
    await killHard(child);
    return line;
  });
  const sets = [
    ...(await Promise.all(here)).map((issuer) => JSON.stringify(issuer.jwks())),
    ...(await Promise.all(elsewhere)),
  ];
  expect(new Set(sets).size).toBe(1);
  expect(await readdir(dir)).toEqual(["issuer-key.pem"]);
});

test("says in a sentence that the file is no key, without showing it", async () => {
  const file = join(dir, "issuer-key.pem");
  await writeFile(file, "something private");
  await expect(openIssuer(dir)).rejects.toThrow(`${file} is not an RSA private key; delete it`);
  expect(await readFile(file, "utf8")).toBe("something private");
});
