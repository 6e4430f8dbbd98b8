import { requestSpender } from "../../buckets/connecting/spend-requests.ts";
import type { Deployment } from "../../deployment.ts";
import { AppError } from "../../errors.ts";
import { createFetchClient } from "./fetch-client.ts";
import type { OpenLine } from "./store-call.ts";

export interface FetchLineDeps {
  deployment: Pick<Deployment, "endpoints">;
  /** The runtime's own; the one it has by default. */
  fetch?: typeof fetch;
}

/**
 * Opens lines to teams' stores where only `fetch` is at hand, which resolves names by itself: no address can be judged
 * there before it is connected to. So only hosts are spoken to that the provider's room gives, those of AWS, CoreWeave,
 * Google and Azure, or that the operator has put in their place; a store behind a host of the customer's throws
 * `store.unavailable`.
 */
export function storeLinesByFetch(deps: FetchLineDeps): OpenLine {
  return async ({ room, team }, timeoutMs) => {
    const { bucket } = team.binding;
    if (bucket.endpoint !== undefined)
      throw new AppError(
        "store.unavailable",
        "Uploads in parts to a store at an address of its own are not served here, at the edge; ask the service's main address for them.",
      );
    const reach = room.reach(bucket, deps.deployment.endpoints?.[bucket.provider]);
    const client = createFetchClient(reach, timeoutMs, deps.fetch);
    const spendRequest = requestSpender(room, client, AbortSignal.timeout(timeoutMs));
    return {
      async spend(grant, body, how) {
        const { method, url, headers } = await grant;
        return spendRequest({ method, url, headers, ...(body === undefined ? {} : { body }), ...how });
      },
      close: client.close,
    };
  };
}
