import type { LookupFunction } from "node:net";
import { Agent } from "undici";
import type { Reach, StoreAnswer } from "../storage/room.ts";
import type { PinnedAddress } from "./endpoint-guard.ts";

export interface StoreRequest {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: Uint8Array;
}

/** What came of a request; without an answer, why in one sentence. */
export type Exchange = { answered: true; answer: StoreAnswer } | { answered: false; message: string };

/** Talks to one store, at the addresses that were admitted, and to nothing else. */
export interface StoreClient {
  send(request: StoreRequest): Promise<Exchange>;
  close(): Promise<void>;
}

const MAX_ANSWER_BYTES = 256 * 1024;

/** Redirects are answered as they are, never followed; answers are cut off at 256 KiB and `timeoutMs`. */
export function createStoreClient(
  reach: Reach,
  addresses: readonly PinnedAddress[],
  timeoutMs: number,
): StoreClient {
  const agent = new Agent({
    connect: {
      lookup: pinnedLookup(reach.host, addresses),
      timeout: timeoutMs,
      ...(reach.minTlsVersion ? { minVersion: reach.minTlsVersion } : {}),
    },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: MAX_ANSWER_BYTES,
    connections: 8,
  });
  return {
    async send({ method, url, headers = {}, body }) {
      if (!isAt(url, reach)) throw new Error("A grant points at another host than its bucket's");
      try {
        const slash = url.indexOf("/", url.indexOf("//") + 2);
        const response = await agent.request({
          origin: url.slice(0, slash),
          path: url.slice(slash), // as it was signed: a parsed URL would be written differently
          method,
          headers,
          body: body ?? null,
          signal: AbortSignal.timeout(timeoutMs),
        });
        const bytes = new Uint8Array(await response.body.arrayBuffer());
        return {
          answered: true,
          answer: { status: response.statusCode, headers: flatten(response.headers), body: bytes },
        };
      } catch (error) {
        return { answered: false, message: reasonOf(error, timeoutMs) };
      }
    },
    close: () => agent.destroy(),
  };
}

function isAt(url: string, reach: Reach): boolean {
  const { hostname, port, protocol } = new URL(url);
  const defaultPort = protocol === "https:" ? 443 : 80;
  const host = hostname.replace(/^\[|\]$/g, "");
  return host === reach.host && (port === "" ? defaultPort : Number(port)) === reach.port;
}

function pinnedLookup(host: string, addresses: readonly PinnedAddress[]): LookupFunction {
  return (hostname, options, callback) => {
    const [first] = addresses;
    if (hostname !== host || first === undefined) callback(new Error(`${hostname} was not admitted`), "", 0);
    else if (options.all) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  return flat;
}

function reasonOf(error: unknown, timeoutMs: number): string {
  const { code = "", name = "" } = error as { code?: string; name?: string };
  if (name === "TimeoutError" || code.endsWith("_TIMEOUT"))
    return `The store did not answer within ${timeoutMs / 1000} s.`;
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") return "The store answered with far more than was asked for.";
  if (code === "ECONNRESET" || code === "UND_ERR_SOCKET" || code === "EPIPE")
    return "The store broke off the connection before it answered.";
  if (code.startsWith("HPE_")) return "What the store answered is not HTTP.";
  return "The connection to the store failed.";
}
