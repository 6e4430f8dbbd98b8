import { Agent } from "undici";
import { once } from "../../once.ts";
import type { Reach, StoreAnswer } from "../../storage/room.ts";
import type { PinnedAddress } from "./endpoint-guard.ts";
import { limited } from "./limited.ts";
import { isBrokenOff, isNotHttp, noAnswerReason } from "./no-answer-reason.ts";
import { pinnedLookup } from "./pinned-lookup.ts";
import { reachEndpoint } from "./reach-endpoint.ts";

export interface StoreRequest {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: Uint8Array;
  /** Ends the request early. */
  deadline?: AbortSignal;
  once?: boolean;
}

/** What came of a request; without an answer, why in one sentence. */
export type Exchange =
  | { answered: true; answer: StoreAnswer }
  | { answered: false; message: string; cause?: "https-wanted" };

/** Talks to one store, at the addresses that were admitted, and to nothing else. */
export interface StoreClient {
  send(request: StoreRequest): Promise<Exchange>;
  close(): Promise<void>;
}

const MAX_ANSWER_BYTES = 256 * 1024;
const HTTPS_WANTED = "The store speaks https on that port; write tls=true.";
const TOO_SLOW = "The store answers so slowly that the time for all checks was over.";

/**
 * Redirects are answered as they are, never followed. There is no answer where one is larger than 256 KiB or takes
 * longer than `timeoutMs`. A request whose connection breaks off is sent again on a new one, but for `once`; where plain http
 * gets no answer so, a TLS handshake tells whether https is spoken there (it may take another `timeoutMs`, once).
 */
export function createStoreClient(
  reach: Reach,
  addresses: readonly PinnedAddress[],
  timeoutMs: number,
): StoreClient {
  const settings: Agent.Options = {
    connect: {
      lookup: pinnedLookup(reach.host, addresses),
      timeout: timeoutMs,
      ...(reach.minTlsVersion ? { minVersion: reach.minTlsVersion } : {}),
    },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: MAX_ANSWER_BYTES,
    connections: 8,
  };
  const agent = new Agent(settings);
  const oneTimeAgent = new Agent({ ...settings, pipelining: 0 }); // a connection of its own for every request
  const request = async (
    by: Agent,
    { method, url, headers = {}, body }: StoreRequest,
    signal: AbortSignal,
  ): Promise<StoreAnswer> => {
    const slash = url.indexOf("/", url.indexOf("//") + 2);
    const response = await by.request({
      origin: url.slice(0, slash),
      path: url.slice(slash), // as it was signed: a parsed URL would be written differently
      method,
      headers,
      body: body ?? null,
      signal,
    });
    const bytes = new Uint8Array(await response.body.arrayBuffer());
    return { status: response.statusCode, headers: flatten(response.headers), body: bytes };
  };
  const speaksHttps = once(async () => {
    const reached = await reachEndpoint({ ...reach, tls: true }, addresses, timeoutMs);
    return reached.ok || reached.speaksTls;
  });
  return {
    async send(asked) {
      const { limit, signal } = limited(asked, reach, timeoutMs);
      try {
        // Most may be sent twice; a store may close a kept-alive connection just as it is reused.
        const answer = await request(agent, asked, signal).catch((error: unknown) => {
          if (isBrokenOff(error) && !asked.once) return request(oneTimeAgent, asked, signal);
          throw error;
        });
        return { answered: true, answer };
      } catch (error) {
        const odd = isBrokenOff(error) || isNotHttp(error);
        if (odd && !reach.tls && (await speaksHttps()))
          return { answered: false, message: HTTPS_WANTED, cause: "https-wanted" };
        const late = asked.deadline?.aborted === true && !limit.aborted;
        return { answered: false, message: late ? TOO_SLOW : noAnswerReason(error, timeoutMs) };
      }
    },
    async close() {
      await Promise.all([agent.destroy(), oneTimeAgent.destroy()]);
    },
  };
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  return flat;
}
