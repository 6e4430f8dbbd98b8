import { limited } from "../../buckets/connecting/limited.ts";
import type { Exchange, StoreClient, StoreRequest } from "../../buckets/connecting/store-client.ts";
import type { Reach } from "../../storage/room.ts";

const MAX_ANSWER_BYTES = 256 * 1024;

/**
 * Talks to one store by the runtime's own `fetch`. Redirects are answered as they are, never followed. There is no answer
 * where one is larger than 256 KiB or takes longer than `timeoutMs`. A grant for another host throws.
 */
export function createFetchClient(
  reach: Reach,
  timeoutMs: number,
  fetchStore: typeof fetch = fetch,
): StoreClient {
  return {
    async send(asked) {
      const { signal } = limited(asked, reach, timeoutMs);
      try {
        return await exchange(fetchStore, asked, signal);
      } catch {
        // What a runtime says of a failed connection is its own, and may quote the signed URL.
        const message = signal.aborted
          ? `The store did not answer within ${timeoutMs / 1000} s.`
          : "The connection to the store failed.";
        return { answered: false, message };
      }
    },
    close: async () => undefined,
  };
}

async function exchange(
  fetchStore: typeof fetch,
  { method, url, headers = {}, body }: StoreRequest,
  signal: AbortSignal,
): Promise<Exchange> {
  // The URL is percent-encoded throughout, so that fetch parses it to what was signed.
  const response = await fetchStore(url, { method, headers, body: body ?? null, redirect: "manual", signal });
  const bytes = await boundedBytes(response);
  if (bytes === undefined)
    return { answered: false, message: "The store answered with far more than was asked for." };
  const answer = { status: response.status, headers: Object.fromEntries(response.headers), body: bytes };
  return { answered: true, answer };
}

/** Undefined when there is more than is read. */
async function boundedBytes(response: Response): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > MAX_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
