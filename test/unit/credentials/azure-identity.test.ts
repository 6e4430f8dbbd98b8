import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AzureIdentity, createAzureIdentity } from "../../../lib/credentials/azure-identity.ts";
import { AppError } from "../../../lib/errors.ts";
import {
  ACCESS_TOKEN,
  type AzureAnswer,
  type AzureServer,
  KEY_VALUE,
  keyAnswer,
  startAzureServer,
} from "../../support/azure-server.ts";

const tenantId = "11111111-2222-3333-4444-555555555555";
const clientId = "AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE";
const request = { tenantId, clientId, accountName: "acmestore" };
const hourMs = 3_600_000;

let clock: Date;
let server: AzureServer;
let federatedToken: () => Promise<string>;
let identity: AzureIdentity;
let lookups: string[];

beforeEach(async () => {
  clock = new Date("2026-11-24T12:00:00.500Z");
  server = await startAzureServer();
  federatedToken = async () => "federated.token.secret\n";
  lookups = [];
  identity = createAzureIdentity({
    federatedToken: () => federatedToken(),
    authorityHost: server.endpoint,
    endpoint: server.endpoint,
    now: () => clock,
    count: (lookup) => void lookups.push(lookup),
  });
});
afterEach(() => server.close());

function pass(hours: number): void {
  clock = new Date(clock.getTime() + hours * hourMs);
}

describe("what Azure is asked", () => {
  test("the directory, for a token for storage, with the federated token", async () => {
    await identity.delegationKeyFor(request);
    expect(server.tokenCalls).toHaveLength(1);
    expect(server.tokenCalls[0]?.path).toBe(`/${tenantId}/oauth2/v2.0/token`);
    expect(Object.fromEntries(new URLSearchParams(server.tokenCalls[0]?.body))).toEqual({
      grant_type: "client_credentials",
      client_id: clientId,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: "federated.token.secret",
      scope: "https://storage.azure.com/.default",
    });
  });

  test("the account, for a key of two days that a clock a little behind takes too", async () => {
    await identity.delegationKeyFor(request);
    expect(server.keyCalls).toHaveLength(1);
    const [call] = server.keyCalls;
    expect(call?.path).toBe("/acmestore/?restype=service&comp=userdelegationkey");
    expect(call?.headers).toMatchObject({
      authorization: `Bearer ${ACCESS_TOKEN}`,
      "x-ms-version": "2025-05-05",
    });
    expect(call?.body).toContain(
      "<KeyInfo><Start>2026-11-24T11:45:00Z</Start><Expiry>2026-11-26T12:00:00Z</Expiry></KeyInfo>",
    );
  });

  test.each([
    [{ tenantId: "common" }],
    [{ tenantId: `${tenantId}/../x` }],
    [{ clientId: "" }],
    [{ accountName: "evil.test/" }],
    [{ accountName: "ACME" }],
  ])("nothing, for %o", async (odd) => {
    const error = await identity.delegationKeyFor({ ...request, ...odd }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(AppError);
    expect(server.tokenCalls).toEqual([]);
  });
});

test("the key is what the account answered", async () => {
  const key = await identity.delegationKeyFor(request);
  expect(key).toMatchObject({
    signedObjectId: "66666666-7777-8888-9999-000000000000",
    signedTenantId: tenantId,
    signedStart: new Date("2026-11-24T11:45:00Z"),
    expiresAt: new Date("2026-11-26T12:00:00Z"),
    signedService: "b",
    signedVersion: "2025-05-05",
  });
  expect(key.value.reveal()).toBe(KEY_VALUE);
});

test("an access token is the directory's", async () => {
  expect((await identity.accessTokenFor({ tenantId, clientId })).reveal()).toBe(ACCESS_TOKEN);
});

describe("keys are held", () => {
  test("while half of their life is left, and renewed then", async () => {
    const first = await identity.delegationKeyFor(request);
    pass(23.9);
    expect(await identity.delegationKeyFor(request)).toBe(first);
    pass(0.2);
    const second = await identity.delegationKeyFor(request);
    expect(second.expiresAt.getTime() - first.expiresAt.getTime()).toBeGreaterThan(23 * hourMs);
    expect(server.keyCalls).toHaveLength(2);
  });

  test("for one tenant, identity and account, however their ids are written", async () => {
    const first = await identity.delegationKeyFor(request);
    expect(await identity.delegationKeyFor({ ...request, clientId: clientId.toLowerCase() })).toBe(first);
    for (const other of [{ accountName: "acme2" }, { clientId: tenantId }, { tenantId: clientId }]) {
      expect(await identity.delegationKeyFor({ ...request, ...other })).not.toBe(first);
    }
    expect(server.keyCalls).toHaveLength(4);
  });

  test("until they are forgotten, however their ids are written then", async () => {
    const first = await identity.delegationKeyFor(request);
    const other = await identity.delegationKeyFor({ ...request, accountName: "acme2" });
    identity.forget({ ...request, clientId: clientId.toLowerCase() });
    expect(await identity.delegationKeyFor(request)).not.toBe(first);
    expect(await identity.delegationKeyFor({ ...request, accountName: "acme2" })).toBe(other);
    expect(lookups).toEqual(["miss", "miss", "miss", "hit"]);
  });

  test("and asked for once by all who wait", async () => {
    const letGo = server.hold();
    const all = Promise.all(Array.from({ length: 20 }, () => identity.delegationKeyFor(request)));
    letGo();
    expect(new Set(await all).size).toBe(1);
    expect(server.keyCalls).toHaveLength(1);
  });

  test("a failure is forgotten at once", async () => {
    server.answers.token = { status: 503, body: "" };
    await expect(identity.delegationKeyFor(request)).rejects.toThrow("credentials.unavailable");
    server.answers.token = undefined;
    await identity.delegationKeyFor(request);
    expect(server.tokenCalls).toHaveLength(2);
  });

  test("a key that cannot be renewed is good until its last minute", async () => {
    const first = await identity.delegationKeyFor(request);
    server.answers.key = { status: 503, body: "" };
    pass(47.9);
    expect(await identity.delegationKeyFor(request)).toBe(first);
    pass(0.09);
    await expect(identity.delegationKeyFor(request)).rejects.toThrow("credentials.unavailable");
  });
});

describe("what goes wrong is told in plain words, without a secret", () => {
  const raw = `raw words with ${ACCESS_TOKEN} and federated.token.secret`;
  const asked = "<Start>2026-11-24T11:45:00Z</Start><Expiry>2026-11-26T12:00:00Z</Expiry>";
  const changed = (from: string, to: string): AzureAnswer => {
    const answer = keyAnswer(asked);
    return { ...answer, body: answer.body.replace(from, to) };
  };
  const refused = (codes: object) => JSON.stringify({ error_description: raw, ...codes });
  const cases: [what: string, at: "token" | "key", answer: AzureAnswer, detail: RegExp, cause: string][] = [
    [
      "a federation that is not set up",
      "token",
      { status: 401, body: refused({ error: "invalid_client", error_codes: [700212] }) },
      /did not accept .* federated credential/,
      "401 invalid_client AADSTS700212",
    ],
    ["a refusal in other words", "token", { status: 400, body: raw }, /did not accept/, "400"],
    ["a directory that is down", "token", { status: 503, body: raw }, /busy/, "503"],
    ["a token that is none", "token", { status: 200, body: raw }, /could not be read/, "token answer"],
    [
      "a token that no header holds",
      "token",
      { status: 200, body: JSON.stringify({ access_token: `${ACCESS_TOKEN}\nx` }) },
      /could not be read/,
      "token answer",
    ],
    [
      "a missing role",
      "key",
      { status: 403, headers: { "x-ms-error-code": "AuthorizationPermissionMismatch" }, body: raw },
      /Storage Blob Data Owner/,
      "403 AuthorizationPermissionMismatch",
    ],
    [
      "a redirect",
      "key",
      { status: 307, headers: { location: "http://127.0.0.1:1/" }, body: raw },
      /did not answer/,
      "fetch failed",
    ],
    ["too many requests", "key", { status: 429, body: raw }, /busy/, "429"],
    ["a page instead of a key", "key", { status: 200, body: raw }, /could not be read/, "SignedOid"],
    [
      "a key without a value",
      "key",
      changed(KEY_VALUE, "<script>"),
      /could not be read/,
      "delegation key's Value",
    ],
    ["a key of another service", "key", changed(">b<", ">f<"), /could not be read/, "SignedService"],
    ["a key that lives too long", "key", changed("2026-11-26T", "2026-12-26T"), /could not be read/, "time"],
    ["a key that has ended", "key", changed("2026-11-26T", "2026-11-20T"), /could not be read/, "time"],
  ];

  test.each(cases)("%s", async (_what, at, answer, detail, cause) => {
    server.answers[at] = answer;
    const error = await identity.delegationKeyFor(request).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error.code).toBe("credentials.unavailable");
    expect(error.detail).toMatch(detail);
    expect(String(error.cause)).toContain(cause);
    const everything = inspect(error, { depth: 10, showHidden: true });
    for (const hidden of [ACCESS_TOKEN, "federated.token", KEY_VALUE, "raw words"]) {
      expect(everything).not.toContain(hidden);
    }
  });

  test("nobody there", async () => {
    const gone = await startAzureServer();
    await gone.close();
    identity = createAzureIdentity({ federatedToken, authorityHost: gone.endpoint, now: () => clock });
    await expect(identity.delegationKeyFor(request)).rejects.toMatchObject({
      code: "credentials.unavailable",
      retryAfterSeconds: 5,
    });
  });

  test("no federated token", async () => {
    federatedToken = () => Promise.reject(new Error("ENOENT"));
    await expect(identity.delegationKeyFor(request)).rejects.toMatchObject({
      code: "credentials.unavailable",
      detail: "This service's own token for Azure cannot be read.",
    });
  });
});
