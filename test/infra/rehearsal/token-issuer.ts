import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { createLocalJWKSet, type JWTPayload, type JWTVerifyGetKey } from "jose";
import { trusted } from "../../support/certificates.ts";
import { createKey } from "../../support/jwks-server.ts";

export interface TokenIssuer {
  /** Over https, as the deployment asks for; for localhost alone. */
  jwksUrl: string;
  keys: JWTVerifyGetKey;
  sign(claims: JWTPayload): Promise<string>;
  close(): Promise<void>;
}

export async function startTokenIssuer(): Promise<TokenIssuer> {
  const key = await createKey("rehearsal");
  const jwks = { keys: [key.jwk] };
  const server = createServer(trusted, (_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(jwks));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    jwksUrl: `https://localhost:${(server.address() as AddressInfo).port}/keys.json`,
    keys: createLocalJWKSet(jwks),
    sign: (claims) => key.sign(claims),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
