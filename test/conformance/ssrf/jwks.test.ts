import { gzipSync } from "node:zlib";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createAuthenticator } from "../../../lib/http/auth.ts";
import { callByNode } from "../../../lib/outbound/call-by-node.ts";
import { AUDIENCE, createKey, GOOD, ISSUER, NOW, startJwksServer } from "../../support/jwks-server.ts";
import { startTcpListener, type TcpListener } from "../../support/tcp-listener.ts";
import { type ConnectionWatch, watchConnections } from "../../support/watch-connections.ts";

let watch: ConnectionWatch;
let issuer: Awaited<ReturnType<typeof startJwksServer>>;
let key: Awaited<ReturnType<typeof createKey>>;
/** Publishes the attacker's key, which good tokens could be made with. */
let elsewhere: Awaited<ReturnType<typeof startJwksServer>>;
let attacker: Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];
let attackersJwk: object;

beforeAll(async () => {
  key = await createKey("key-1");
  issuer = await startJwksServer({ keys: [key.jwk] });
  const pair = await generateKeyPair("RS256");
  attacker = pair.privateKey;
  attackersJwk = { ...(await exportJWK(pair.publicKey)), alg: "RS256", use: "sig" };
  elsewhere = await startJwksServer({ keys: [{ ...attackersJwk, kid: "key-1" }] });
  watch = watchConnections();
});
beforeEach(() => {
  watch.attempts.length = 0;
});
afterAll(async () => {
  watch.stop();
  await Promise.all([issuer.close(), elsewhere.close()]);
});

const authenticator = (jwksUrl: string) =>
  createAuthenticator({
    issuer: ISSUER,
    audience: AUDIENCE,
    jwksUrl,
    call: callByNode,
    claims: { org: "org", teams: "teams", roles: "roles", email: "email" },
    now: () => NOW,
  });
const addressOf = (url: string) => new URL(url).host;

const HEADERS: [what: string, header: () => Record<string, unknown>][] = [
  ["jku", () => ({ jku: elsewhere.url })],
  ["jku, critical", () => ({ jku: elsewhere.url, crit: ["jku"] })],
  ["x5u", () => ({ x5u: elsewhere.url })],
  ["jwk", () => ({ jwk: attackersJwk })],
  ["x5c", () => ({ x5c: ["MIIB"] })],
  ["all of them", () => ({ jku: elsewhere.url, x5u: elsewhere.url, jwk: attackersJwk, x5c: ["MIIB"] })],
  ["kid, a URL", () => ({ kid: elsewhere.url })],
  ["kid, a path", () => ({ kid: "../../../../dev/null" })],
  ["kid, a file", () => ({ kid: "file:///dev/null" })],
  ["kid, a query", () => ({ kid: "key-1' OR '1'='1" })],
  ["kid, a number", () => ({ kid: 1 })],
  ["kid, the issuer's", () => ({ kid: "key-1" })],
];

describe("a token that names its own keys is refused, and they are not fetched", () => {
  test.each(HEADERS)("in %s", async (_, header) => {
    const known = { jku: true, x5u: true, jwk: true };
    const token = await new SignJWT({ ...GOOD, iss: ISSUER })
      .setProtectedHeader({ alg: "RS256", kid: "key-1", ...header() })
      .sign(attacker, { crit: known });
    await expect(authenticator(issuer.url)(`Bearer ${token}`)).rejects.toMatchObject({
      code: "auth.token_invalid",
    });
    expect(elsewhere.answer.requests).toBe(0);
    expect(watch.attempts.filter((attempt) => attempt !== addressOf(issuer.url))).toEqual([]);
  });

  test("nor does an issuer's name in the claims lead anywhere", async () => {
    const token = await new SignJWT({ ...GOOD, iss: new URL(elsewhere.url).origin })
      .setProtectedHeader({ alg: "RS256", kid: "key-1" })
      .sign(attacker);
    await expect(authenticator(issuer.url)(`Bearer ${token}`)).rejects.toMatchObject({
      code: "auth.token_invalid",
    });
    expect(elsewhere.answer.requests).toBe(0);
  });
});

describe("an issuer's key set", () => {
  let set: TcpListener;
  const served = async (answer: string | Buffer, more = "") => {
    set = await startTcpListener("127.0.0.1", {
      act: (socket) => {
        socket.write(answer);
        if (more === "") return;
        const flood = () => {
          while (!socket.destroyed && socket.write(more));
        };
        socket.on("drain", flood);
        flood();
      },
    });
    return `http://127.0.0.1:${set.port}/jwks.json`;
  };
  const unavailable = async (url: string) => {
    const token = await key.sign(GOOD);
    await expect(authenticator(url)(`Bearer ${token}`)).rejects.toMatchObject({
      code: "auth.keys_unavailable",
    });
    await set.close();
  };

  test.each([301, 302, 303, 307, 308])("is not fetched where a %i leads", async (status) => {
    const good = await startJwksServer({ keys: [key.jwk] });
    await unavailable(
      await served(`HTTP/1.1 ${status} Elsewhere\r\nlocation: ${good.url}\r\ncontent-length: 0\r\n\r\n`),
    );
    expect(good.answer.requests).toBe(0);
    expect(watch.attempts).not.toContain(addressOf(good.url));
    await good.close();
  });

  test("is read up to a size", async () => {
    const body = JSON.stringify({ keys: [key.jwk], filler: " ".repeat(262_144) });
    await unavailable(await served(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`));
  });

  test("is not read without end", async () => {
    await unavailable(await served('HTTP/1.1 200 OK\r\n\r\n{"keys":[', " ".repeat(65_536)));
  });

  const packedSet = (fillerBytes: number) => {
    const packed = gzipSync(JSON.stringify({ keys: [key.jwk], filler: " ".repeat(fillerBytes) }));
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`;
    return served(Buffer.concat([Buffer.from(head), packed]));
  };

  test("may be packed", async () => {
    const found = authenticator(await packedSet(1_000))(`Bearer ${await key.sign(GOOD)}`);
    await expect(found).resolves.toMatchObject({ sub: GOOD.sub });
    await set.close();
  });

  test("is read up to that size when it is packed", async () => {
    await unavailable(await packedSet(50_000_000));
  });

  test("is asked for by somebody with a name, since some firewalls let nobody else in", async () => {
    const named = await startJwksServer({ keys: [key.jwk] });
    await authenticator(named.url)(`Bearer ${await key.sign(GOOD)}`);
    expect(named.answer.userAgent).toBe("wandb-byob");
    await named.close();
  });

  test("is not waited for without end", async () => {
    await unavailable(
      await served("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{", "").then((url) => url),
    );
  });
});
