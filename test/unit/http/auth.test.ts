import { SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppError } from "../../../lib/errors.ts";
import { createAuthenticator } from "../../../lib/http/auth.ts";
import { callByNode } from "../../../lib/outbound/call-by-node.ts";
import {
  AUDIENCE,
  createKey,
  GOOD,
  ISSUER,
  NOW,
  NOW_SECONDS,
  startJwksServer,
} from "../../support/jwks-server.ts";

let key: Awaited<ReturnType<typeof createKey>>;
let server: Awaited<ReturnType<typeof startJwksServer>>;

function authenticator(jwksUrl: string) {
  return createAuthenticator({
    issuer: ISSUER,
    audience: AUDIENCE,
    jwksUrl,
    call: callByNode,
    claims: { org: "org", teams: "teams", roles: "https://acme.test/roles", email: "email" },
    now: () => NOW,
  });
}

beforeAll(async () => {
  key = await createKey("key-1");
  server = await startJwksServer({ keys: [key.jwk] });
});
afterAll(() => server.close());

async function refusal(header: string | undefined, url = server.url): Promise<AppError> {
  return authenticator(url)(header).then(
    () => expect.unreachable("the token was accepted"),
    (error: AppError) => error,
  );
}

describe("a good token", () => {
  it("gives sub and org, and empty teams and roles when it has none", async () => {
    const principal = await authenticator(server.url)(`Bearer ${await key.sign(GOOD)}`);
    expect(principal).toEqual({ sub: "member1", org: "acme", teams: new Set(), roles: new Set() });
  });

  it("gives teams in lower case, roles as written, and a verified e-mail in lower case", async () => {
    const token = await key.sign({
      ...GOOD,
      teams: ["Omega", "beta"],
      "https://acme.test/roles": ["admin"],
      email: "Ann@Acme.Test",
      email_verified: true,
    });
    const principal = await authenticator(server.url)(`bearer ${token}`);
    expect(principal.teams).toEqual(new Set(["omega", "beta"]));
    expect(principal.roles).toEqual(new Set(["admin"]));
    expect(principal.email).toBe("ann@acme.test");
  });

  it.each([undefined, false, "true", 1])(
    "has no e-mail when email_verified is %j",
    async (email_verified) => {
      const token = await key.sign({ ...GOOD, email: "ann@acme.test", email_verified });
      expect(await authenticator(server.url)(`Bearer ${token}`)).not.toHaveProperty("email");
    },
  );

  it("may be meant for several audiences, and be 30 s past its expiry at most", async () => {
    const token = await key.sign({ ...GOOD, aud: ["other", AUDIENCE], exp: NOW_SECONDS - 29 });
    await expect(authenticator(server.url)(`Bearer ${token}`)).resolves.toMatchObject({ org: "acme" });
  });

  it("is verified with cached keys", async () => {
    const authenticate = authenticator(server.url);
    const before = server.answer.requests;
    for (const sub of ["member1", "member2"])
      await authenticate(`Bearer ${await key.sign({ ...GOOD, sub })}`);
    expect(server.answer.requests - before).toBe(1);
  });
});

describe("a token that was found good", () => {
  const counting = (clock: { now: Date }) => {
    const lookups: string[] = [];
    const authenticate = createAuthenticator({
      issuer: ISSUER,
      audience: AUDIENCE,
      jwksUrl: server.url,
      call: callByNode,
      claims: { org: "org", teams: "teams", roles: "roles", email: "email" },
      now: () => clock.now,
      count: (lookup) => void lookups.push(lookup),
    });
    return { authenticate, lookups };
  };
  const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

  it("is not verified again, however the header is written", async () => {
    const { authenticate, lookups } = counting({ now: NOW });
    const token = await key.sign(GOOD);
    const first = await authenticate(`Bearer ${token}`);
    expect(await authenticate(`bearer  ${token} `)).toBe(first);
    expect(lookups).toEqual(["miss", "hit"]);
  });

  it("is verified again from its end on: good for 30 s more, then refused", async () => {
    const clock = { now: NOW };
    const { authenticate, lookups } = counting(clock);
    const token = `Bearer ${await key.sign({ ...GOOD, exp: NOW_SECONDS + 20 })}`;
    for (const seconds of [0, 19, 20, 49]) {
      clock.now = at(seconds);
      await authenticate(token);
    }
    expect(lookups).toEqual(["miss", "hit", "miss", "miss"]);
    clock.now = at(51);
    await expect(authenticate(token)).rejects.toMatchObject({ code: "auth.token_invalid" });
  });

  it("is no way in for one that differs from it in its signature alone", async () => {
    const { authenticate } = counting({ now: NOW });
    const token = await key.sign(GOOD);
    await authenticate(`Bearer ${token}`);
    const [header, payload, signature = ""] = token.split(".");
    const forged = [header, payload, signature.replaceAll(/^..../g, "AAAA")].join(".");
    await expect(authenticate(`Bearer ${forged}`)).rejects.toMatchObject({ code: "auth.token_invalid" });
  });
});

describe("no bearer token", () => {
  it.each([undefined, "", "Basic YTpi", "Bearer", "Bearer   ", "Bearerabc", "Token x"])(
    "%j is auth.token_missing",
    async (header) => {
      expect(await refusal(header)).toMatchObject({ code: "auth.token_missing" });
    },
  );
});

describe("a token that is not valid", () => {
  const without = (name: string) => Object.fromEntries(Object.entries(GOOD).filter(([key]) => key !== name));

  it.each<[string, object, string]>([
    ["expired", { ...GOOD, exp: NOW_SECONDS - 31 }, "The token has expired."],
    ["not valid yet", { ...GOOD, nbf: NOW_SECONDS + 31 }, "The token is not valid yet."],
    ["of another issuer", { ...GOOD, iss: "https://evil.test" }, "The token is from another issuer."],
    ["for another audience", { ...GOOD, aud: "other" }, "The token is meant for another audience."],
    ["without exp", without("exp"), "The token has no exp claim."],
    ["without iss", without("iss"), "The token has no iss claim."],
    ["without aud", without("aud"), "The token has no aud claim."],
    ["without sub", without("sub"), "The token has no sub claim."],
    ["without org", without("org"), "The token has no org claim."],
    ["with an empty sub", { ...GOOD, sub: "" }, "sub claim must be a string"],
    ["with a blank org", { ...GOOD, org: "  " }, "org claim must be a string"],
    ["with an org that is a list", { ...GOOD, org: ["acme"] }, "org claim must be a string"],
    ["with an endless org", { ...GOOD, org: "a".repeat(257) }, "org claim must be a string"],
    ["with a text as exp", { ...GOOD, exp: "tomorrow" }, "exp claim is not of the right type"],
    ["with a text as teams", { ...GOOD, teams: "omega" }, "teams claim must be a list of strings"],
    ["with null as teams", { ...GOOD, teams: null }, "teams claim must be a list of strings"],
    ["with numbers as teams", { ...GOOD, teams: ["a", 1] }, "teams claim must be a list of strings"],
    ["with an object as roles", { ...GOOD, "https://acme.test/roles": {} }, "roles claim must be a list"],
  ])("%s is refused in words", async (_name, claims, detail) => {
    const error = await refusal(`Bearer ${await key.sign(claims as typeof GOOD)}`);
    expect(error).toMatchObject({ code: "auth.token_invalid", detail: expect.stringContaining(detail) });
    expect(error.detail).not.toContain("evil");
  });

  it("signed by another key of the same id is refused for its signature", async () => {
    const impostor = await createKey("key-1");
    const error = await refusal(`Bearer ${await impostor.sign(GOOD)}`);
    expect(error).toMatchObject({ code: "auth.token_invalid", detail: "The token's signature is wrong." });
  });

  it("signed by a key that is not published is 401, not 503", async () => {
    const stranger = await createKey("key-2");
    const error = await refusal(`Bearer ${await stranger.sign(GOOD)}`);
    expect(error).toMatchObject({ code: "auth.token_invalid", detail: expect.stringContaining("publish") });
  });

  it("is refused with any algorithm but RS256, also one that uses the public key as a secret", async () => {
    const none = new UnsecuredJWT(GOOD).encode();
    const hs256 = await new SignJWT(GOOD)
      .setProtectedHeader({ alg: "HS256", kid: "key-1" })
      .sign(new TextEncoder().encode(JSON.stringify(key.jwk)));
    for (const token of [none, hs256]) {
      const error = await refusal(`Bearer ${token}`);
      expect(error.code).toBe("auth.token_invalid");
    }
    expect((await refusal(`Bearer ${hs256}`)).detail).toContain("RS256");
  });

  it("is 401 however it is mangled, and the answer holds no part of it", async () => {
    const token = await key.sign(GOOD);
    const [header = "", payload = "", signature = ""] = token.split(".");
    const deep = Buffer.from(`{"alg":"RS256","x":${"[".repeat(3000)}${"]".repeat(3000)}}`).toString(
      "base64url",
    );
    const mangled = [
      "x",
      "..",
      "a.b.c",
      `${header}.${payload}`,
      `${header}.${payload}.`,
      `${header}.${payload}.${signature}.x`,
      `${header}.${payload.slice(1)}.${signature}`,
      `${header}.${payload}.${signature.slice(4)}AAAA`,
      `${deep}.${payload}.${signature}`,
      `${Buffer.from("[1]").toString("base64url")}.${payload}.${signature}`,
      `${Buffer.from([0xff, 0xfe]).toString("base64url")}.${payload}.${signature}`,
      `${token}, Bearer ${token}`,
      `${token} ${token}`,
      await key.sign(GOOD, { crit: ["exp"] }).catch(() => "crit"),
    ];
    for (const text of mangled) {
      const error = await refusal(`Bearer ${text}`);
      expect(error, text).toMatchObject({ code: "auth.token_invalid" });
      expect(`${error.detail}${JSON.stringify(error.extra)}`).not.toContain(signature.slice(0, 10));
    }
  });
});

describe("keys that cannot be had", () => {
  it("are 503 when nothing listens there", async () => {
    const gone = await startJwksServer({ keys: [] });
    await gone.close();
    const error = await refusal(`Bearer ${await key.sign(GOOD)}`, gone.url);
    expect(error).toMatchObject({ code: "auth.keys_unavailable", retryAfterSeconds: 5 });
  });

  it.each([
    ["an error", 500, "{}"],
    ["a redirect", 302, ""],
    ["no JSON", 200, "<html>"],
    ["JSON that is no key set", 200, '{"keys":1}'],
  ])("are 503 when the issuer answers %s, and work again afterwards", async (_name, status, body) => {
    const flaky = await startJwksServer({ keys: [key.jwk] });
    const good = flaky.answer.body;
    const authenticate = authenticator(flaky.url);
    const token = `Bearer ${await key.sign(GOOD)}`;
    Object.assign(flaky.answer, { status, body });
    await expect(authenticate(token)).rejects.toMatchObject({ code: "auth.keys_unavailable" });
    Object.assign(flaky.answer, { status: 200, body: good });
    await expect(authenticate(token)).resolves.toMatchObject({ sub: "member1" });
    await flaky.close();
  });
});
