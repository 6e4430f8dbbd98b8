import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestHttp,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer, request as requestHttps } from "node:https";
import { selfSigned } from "./self-signed.ts";

export type RequestKind =
  | "list"
  | "get"
  | "head"
  | "put"
  | "copy"
  | "delete"
  | "preflight"
  | "unsigned"
  | "multipart"
  | "settings";

/** A request as it came over the wire. Signed is one whose URL is, and a call for the settings of an Azure account. */
export interface SeenRequest {
  kind: RequestKind;
  method: string;
  /** Path and query, not decoded. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Uint8Array;
}

export interface UpstreamAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Uint8Array;
}

/** One request under way, in the hands of a fault. */
export interface Turn {
  seen: SeenRequest;
  response: ServerResponse;
  /** Asks the real store. */
  forward(changed?: { dropHeaders: readonly string[] }): Promise<UpstreamAnswer>;
  reply(answer: UpstreamAnswer): void;
  /** What the store does when nobody interferes. */
  carryOn(): Promise<void>;
}

/** What becomes of a request; the faults of a script are asked in turn, and the first that does not pass decides. */
export interface Fault {
  /** Kinds of requests that it is about; all when absent. */
  on?: readonly RequestKind[];
  act(turn: Turn): void | Promise<void>;
}

export interface ScriptedStore {
  /** Path-style endpoint with the real store's base path. */
  endpoint: string;
  host: string;
  port: number;
  seen: SeenRequest[];
  /** TCP connections so far, and those that are open now. */
  connections(): { total: number; open: number };
  script(...faults: Fault[]): void;
  /** Forgets faults and what was seen. */
  reset(): void;
  close(): Promise<void>;
}

/**
 * A listener in front of a real object store: it hands requests on byte for byte, so that signatures hold, unless it
 * is told to misbehave. With `tls` it shows a self-signed certificate for localhost; a store behind it may show the same.
 * `usual` does what the real store cannot, where no fault decides.
 */
export async function startScriptedStore(
  upstream: string,
  { tls = false, usual }: { tls?: boolean; usual?: Fault } = {},
): Promise<ScriptedStore> {
  const { protocol, hostname, port: upstreamPort, pathname } = new URL(upstream);
  const seen: SeenRequest[] = [];
  const open = new Set<object>();
  let total = 0;
  let faults: readonly Fault[] = [];

  const handle = async (message: IncomingMessage, response: ServerResponse) => {
    const request = await readRequest(message);
    seen.push(request);
    const forward: Turn["forward"] = ({ dropHeaders } = { dropHeaders: [] }) =>
      ask({ protocol, hostname, port: upstreamPort }, request, dropHeaders);
    const reply = (answer: UpstreamAnswer) => {
      response.writeHead(answer.status, withoutFraming(answer.headers)).end(answer.body);
    };
    const plain = async () => reply(await forward());
    const turn = { seen: request, response, forward, reply, carryOn: plain };
    const carryOn = async () => (usual && isAbout(usual, request) ? usual.act(turn) : plain());
    const fault = faults.find((each) => isAbout(each, request));
    await (fault ?? { act: carryOn }).act({ ...turn, carryOn });
  };
  const listener = (message: IncomingMessage, response: ServerResponse) => {
    handle(message, response).catch(() => response.destroy());
  };
  const server = tls ? createTlsServer(selfSigned, listener) : createServer(listener);
  server.on("connection", (socket) => {
    total += 1;
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The scripted store has no port.");
  const host = tls ? "localhost" : "127.0.0.1";

  return {
    endpoint: `${tls ? "https" : "http"}://${host}:${address.port}${pathname}`,
    host,
    port: address.port,
    seen,
    connections: () => ({ total, open: open.size }),
    script: (...next) => {
      faults = next;
    },
    reset: () => {
      faults = [];
      seen.length = 0;
      total = 0;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function isAbout({ on }: Fault, { kind }: SeenRequest): boolean {
  return on?.includes(kind) ?? true;
}

async function readRequest(message: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const { method = "", url = "", headers } = message;
  return { kind: kindOf(method, url, headers), method, url, headers, body: Buffer.concat(chunks) };
}

function kindOf(method: string, url: string, headers: IncomingHttpHeaders): RequestKind {
  if (method === "OPTIONS") return "preflight";
  if (/[?&]comp=properties(?:&|$)/.test(url)) return "settings";
  if (!/[?&](?:X-Amz-Signature|X-Goog-Signature|sig)=/.test(url)) return "unsigned";
  if (/[?&](?:list-type=2|comp=list)(?:&|$)/.test(url)) return "list";
  if (/[?&](?:uploads|uploadId|blockid)=|[?&]comp=blocklist/.test(url)) return "multipart";
  if (/[?&](?:cors|versioning|lifecycle)=/.test(url)) return "settings";
  if (method === "PUT")
    return (headers["x-amz-copy-source"] ?? headers["x-goog-copy-source"]) ? "copy" : "put";
  if (method === "HEAD") return "head";
  return method === "DELETE" ? "delete" : "get";
}

function ask(
  at: { protocol: string; hostname: string; port: string },
  { method, url, headers, body }: SeenRequest,
  dropHeaders: readonly string[],
): Promise<UpstreamAnswer> {
  return new Promise((done, fail) => {
    const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !dropHeaders.includes(name)));
    const request = at.protocol === "https:" ? requestHttps : requestHttp;
    const options = { ...at, method, path: url, headers: kept, agent: false, ca: selfSigned.cert };
    const sent = request(options, async (message) => {
      const chunks: Buffer[] = [];
      for await (const chunk of message) chunks.push(chunk);
      done({ status: message.statusCode ?? 0, headers: message.headers, body: Buffer.concat(chunks) });
    });
    sent.on("error", fail);
    sent.end(body);
  });
}

/** A HEAD's length has to stay; everything else is framed anew. */
function withoutFraming(headers: UpstreamAnswer["headers"]): UpstreamAnswer["headers"] {
  const { "transfer-encoding": _coding, connection: _connection, ...kept } = headers;
  return kept;
}
