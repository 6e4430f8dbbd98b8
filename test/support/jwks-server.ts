import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

export const ISSUER = "https://issuer.test";
export const AUDIENCE = "byob-test";
export const NOW = new Date("2026-11-24T12:00:00Z");
export const NOW_SECONDS = NOW.getTime() / 1000;

/** Claims that make a good token. */
export const GOOD: JWTPayload = {
  iss: ISSUER,
  aud: AUDIENCE,
  sub: "member1",
  org: "acme",
  exp: NOW_SECONDS + 600,
};

/** A key pair and a signer that lets a test get every part of a token wrong. */
export async function createKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const sign = (claims: JWTPayload, header: Record<string, unknown> = {}) =>
    new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid, ...header }).sign(privateKey);
  return { kid, sign, jwk: { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" } };
}

/** An issuer's key set over loopback HTTP; what it answers can be changed while it runs. */
export async function startJwksServer(jwks: object) {
  const answer = { status: 200, body: JSON.stringify(jwks), requests: 0, userAgent: "" };
  const server = createServer((request, response) => {
    answer.requests += 1;
    answer.userAgent = request.headers["user-agent"] ?? "";
    response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/jwks.json`,
    answer,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
