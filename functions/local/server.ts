import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { JSONWebKeySet } from "jose";
import type { Vault } from "../../lib/credentials/vault.ts";
import type { ApiDeps } from "../../lib/http/api.ts";
import { bucketsApp } from "../buckets/app.ts";
import { presignApp } from "../presign/app.ts";
import { teamsApp } from "../teams/app.ts";
import type { Parts } from "../wiring/parts.ts";
import { presignDeps } from "../wiring/presign-deps.ts";
import { teamsDeps } from "../wiring/teams-deps.ts";
import { validationDeps } from "../wiring/validation-deps.ts";

export interface ServerOptions {
  parts: Parts;
  vault: Vault;
  /** At least 32 bytes. */
  uploadKey: Uint8Array;
  api: Omit<ApiDeps, "ipOf">;
  jwks: JSONWebKeySet;
  /** 0 takes any free port. */
  port: number;
}

export interface LocalServer {
  url: string;
  close(): Promise<void>;
}

export const JWKS_PATH = "/.well-known/jwks.json";

/** The three functions on one port of the loopback address, and the issuer's keys beside them. */
export async function startServer({
  parts,
  vault,
  uploadKey,
  api,
  jwks,
  port,
}: ServerOptions): Promise<LocalServer> {
  const deps: ApiDeps = { ...api, ipOf: (c) => getConnInfo(c).remote.address };
  const validation = validationDeps(parts);
  const teams = teamsApp(teamsDeps(parts, validation, vault), deps);
  const buckets = bucketsApp({ ...validation, principals: parts.principals }, deps);
  const presign = presignApp(
    presignDeps(parts, vault, async () => uploadKey),
    deps,
  );

  const appFor = (path: string) => {
    if (path.startsWith("/presign") || path === "/healthz") return presign;
    return path.startsWith("/buckets") || path === "/providers" ? buckets : teams;
  };
  const server = serve({
    hostname: "127.0.0.1",
    port,
    fetch(request, env) {
      const { pathname } = new URL(request.url);
      return pathname === JWKS_PATH ? Response.json(jwks) : appFor(pathname).fetch(request, env);
    },
  });
  await once(server, "listening");
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
      await closed;
    },
  };
}
