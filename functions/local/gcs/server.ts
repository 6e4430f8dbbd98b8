import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { accessTokens } from "./access-tokens.ts";
import { discard, openSlice } from "./content.ts";
import { type GcsAccount, type GcsBucket, gcsBucket } from "./gcs-bucket.ts";
import { type GcsRequest, readRequest } from "./gcs-request.ts";
import { JSON_API, jsonApi } from "./json-api.ts";
import { openMultipartShelf } from "./multipart-shelf.ts";
import { openObjectShelf } from "./object-shelf.ts";
import { type Reply, xmlError } from "./reply.ts";
import { xmlApi } from "./xml-api.ts";

export interface GcsServerOptions {
  /** 0 takes any free port. */
  port: number;
  accounts: readonly GcsAccount[];
  buckets: readonly (Partial<GcsBucket> & { name: string })[];
  /** Where objects and unfinished uploads are kept; without it they are gone when the server closes. */
  dir?: string;
  now?: () => Date;
}

export interface GcsServer {
  /** `http://127.0.0.1:<port>`: the base of the XML API, path-style, and of the JSON API. */
  endpoint: string;
  /** Google's token endpoint, as far as service accounts need it. */
  tokenEndpoint: string;
  /** Buckets by name; a changed setting holds at once. */
  buckets: ReadonlyMap<string, GcsBucket>;
  close(): Promise<void>;
}

/**
 * Cloud Storage on this machine: it verifies V4 signatures, permissions and preconditions, and applies CORS.
 * Rejects with Node's error when the port is taken.
 */
export async function startGcsServer(options: GcsServerOptions): Promise<GcsServer> {
  const { port, accounts, dir, now = () => new Date() } = options;
  const buckets = new Map(options.buckets.map((settings) => [settings.name, gcsBucket(settings)]));
  const incoming = dir && join(dir, "incoming");
  if (incoming !== undefined) {
    rmSync(incoming, { recursive: true, force: true });
    mkdirSync(incoming, { recursive: true });
  }
  const shelf = openObjectShelf(dir && join(dir, "objects"));
  const state = {
    accounts,
    buckets,
    shelf,
    uploads: openMultipartShelf(dir && join(dir, "uploads")),
    incoming,
  };
  const tokens = accessTokens(accounts, now);

  const route = (request: GcsRequest): Reply | Promise<Reply> => {
    if (request.method === "POST" && request.path === "/token") return tokens.exchange(request);
    if (request.path.startsWith(JSON_API)) return jsonApi(buckets, tokens, request);
    return xmlApi(state, request, now());
  };
  const server = createServer({ requireHostHeader: true }, (message, response) => {
    answer(message, response, route, incoming, now).catch(() => response.destroy());
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The GCS server has no port.");
  const endpoint = `http://127.0.0.1:${address.port}`;
  return {
    endpoint,
    tokenEndpoint: `${endpoint}/token`,
    buckets,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  route: (request: GcsRequest) => Reply | Promise<Reply>,
  incoming: string | undefined,
  now: () => Date,
): Promise<void> {
  const request = await readRequest(message, incoming);
  try {
    const reply = request
      ? await route(request)
      : xmlError(400, "InvalidURI", "Couldn't parse the specified URI.");
    await send(reply, message.method, response, now());
  } finally {
    if (request) discard(request.body.content);
  }
}

async function send(
  { status, headers, body = "" }: Reply,
  method: string | undefined,
  response: ServerResponse,
  now: Date,
): Promise<void> {
  const size = typeof body === "string" ? Buffer.byteLength(body) : body.size;
  response.sendDate = false;
  response.writeHead(status, {
    date: now.toUTCString(),
    ...(status !== 204 && { "content-length": String(size) }),
    ...headers,
  });
  if (method === "HEAD") response.end();
  else if (typeof body === "string") response.end(body);
  else await pipeline(openSlice(body), response);
}
