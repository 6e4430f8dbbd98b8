import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { STORAGE_ADMIN } from "../../../../functions/local/gcs/gcs-bucket.ts";
import { type GcsServer, startGcsServer } from "../../../../functions/local/gcs/server.ts";

const EMAIL = "byob@acme.iam.gserviceaccount.com";
const AUDIENCE = "https://oauth2.googleapis.com/token";
const SCOPE = "https://www.googleapis.com/auth/devstorage.read_only";
const START = new Date("2026-11-24T08:00:00Z");
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

let now = START;
let server: GcsServer;
beforeAll(async () => {
  server = await startGcsServer({
    port: 0,
    accounts: [{ email: EMAIL, publicKey }, { email: "keyless@acme.iam.gserviceaccount.com" }],
    buckets: [{ name: "acme-bucket", permissions: { [EMAIL]: STORAGE_ADMIN } }, { name: "closed" }],
    now: () => now,
  });
});
afterAll(() => server?.close());
beforeEach(() => {
  now = START;
});

const seconds = (date: Date) => Math.floor(date.getTime() / 1000);
const CLAIMS = {
  iss: EMAIL,
  aud: AUDIENCE,
  scope: SCOPE,
  iat: seconds(START),
  exp: seconds(START) + 3600,
};
const assertionOf = (claims: JWTPayload, key: KeyObject = privateKey) =>
  new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(key);

async function exchange(assertion: string, grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer") {
  const body = new URLSearchParams({ grant_type: grantType, assertion });
  const response = await fetch(server.tokenEndpoint, { method: "POST", body });
  return { status: response.status, content: (await response.json()) as Record<string, string> };
}

async function read(path: string, token: string | undefined, method = "GET") {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${server.endpoint}/storage/v1${path}`, { method, headers });
  return { status: response.status, content: (await response.json()) as Record<string, unknown> };
}

const goodToken = async () => (await exchange(await assertionOf(CLAIMS))).content.access_token;

describe("the token endpoint", () => {
  test("gives a token for an hour", async () => {
    const { status, content } = await exchange(await assertionOf(CLAIMS));
    expect([status, content.token_type, content.expires_in]).toEqual([200, "Bearer", 3600]);
  });

  test.each<[string, Partial<typeof CLAIMS>]>([
    ["for another audience", { aud: "https://storage.googleapis.com/" }],
    ["of an unknown account", { iss: "nobody@acme.iam.gserviceaccount.com" }],
    ["of an account without keys", { iss: "keyless@acme.iam.gserviceaccount.com" }],
    ["without a scope for storage", { scope: "https://www.googleapis.com/auth/drive" }],
    ["that has expired", { exp: seconds(START) - 1 }],
    ["that is older than an hour", { iat: seconds(START) - 3601 }],
  ])("refuses an assertion %s", async (_what, changed) => {
    const { status, content } = await exchange(await assertionOf({ ...CLAIMS, ...changed }));
    expect([status, content.error]).toEqual([400, "invalid_grant"]);
  });

  test("refuses an assertion by another key, one without a signature, and another grant", async () => {
    const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const [, payload] = (await assertionOf(CLAIMS)).split(".");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    for (const bad of [await assertionOf(CLAIMS, other), `${none}.${payload}.`, "nonsense", ""])
      expect((await exchange(bad)).content.error).toBe("invalid_grant");
    expect((await exchange(await assertionOf(CLAIMS), "password")).content.error).toBe(
      "unsupported_grant_type",
    );
  });
});

describe("a bucket's resource", () => {
  test("is shown to whoever has a token and the permission", async () => {
    const { status, content } = await read("/b/acme-bucket", await goodToken());
    expect([status, content.name, content.softDeletePolicy]).toEqual([
      200,
      "acme-bucket",
      { retentionDurationSeconds: "604800" },
    ]);
    expect(Object.keys(content)).not.toContain("cors");
  });

  test("is not shown without a token, with a made-up one, or after its hour", async () => {
    const token = await goodToken();
    expect((await read("/b/acme-bucket", undefined)).status).toBe(401);
    expect((await read("/b/acme-bucket", "ya29.made-up")).status).toBe(401);
    now = new Date(START.getTime() + 3_600_000);
    expect((await read("/b/acme-bucket", token)).status).toBe(401);
  });

  test("is not shown without the permission, and what is not there is not found", async () => {
    const token = await goodToken();
    expect((await read("/b/closed", token)).status).toBe(403);
    expect((await read("/b/no-such", token)).status).toBe(404);
    expect((await read("/b/acme-bucket/o", token)).status).toBe(404);
    expect((await read("/b/acme-bucket", token, "DELETE")).status).toBe(404);
  });
});
