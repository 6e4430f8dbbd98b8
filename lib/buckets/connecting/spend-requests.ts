import type { Room } from "../../storage/room.ts";
import type { Spent } from "../../storage/spent.ts";
import type { StoreClient, StoreRequest } from "./store-client.ts";

/** How much of an answer is looked through for an error code; a store's page of megabytes would take seconds. */
const DIAGNOSED_BYTES = 4096;

/** Sends requests to a store and says what its answers mean. */
export function requestSpender(room: Room, client: StoreClient, deadline: AbortSignal) {
  return async (request: StoreRequest): Promise<Spent> => {
    const exchanged = await client.send({ ...request, deadline });
    if (!exchanged.answered) return { cause: exchanged.cause ?? "no-answer", message: exchanged.message };
    const { answer } = exchanged;
    return { cause: room.diagnose({ ...answer, body: answer.body.subarray(0, DIAGNOSED_BYTES) }), answer };
  };
}

/** What a list grant came to: a 2xx answer that is no listing tells nothing. */
export function asListing(room: Room, listed: Spent): Spent {
  const unreadable = listed.cause === "ok" && listed.answer && !room.isListing(listed.answer);
  return unreadable ? { ...listed, cause: "unreadable" } : listed;
}
