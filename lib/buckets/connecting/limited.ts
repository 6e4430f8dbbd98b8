import type { Reach } from "../../storage/room.ts";
import { isAt } from "./is-at.ts";

interface Limited {
  /** Ends after `timeoutMs`. */
  limit: AbortSignal;
  /** Ends then, or with the request's own deadline. */
  signal: AbortSignal;
}

/** What bounds a request to a store, wherever it is sent from; throws a plain Error for one that leads anywhere else. */
export function limited(
  { url, deadline }: { url: string; deadline?: AbortSignal },
  reach: Reach,
  timeoutMs: number,
): Limited {
  if (!isAt(url, reach)) throw new Error("A grant points at another host than its bucket's");
  const limit = AbortSignal.timeout(timeoutMs);
  return { limit, signal: deadline ? AbortSignal.any([limit, deadline]) : limit };
}
