import type { Room } from "../storage/room.ts";
import type { Bound, GrantMethod } from "../storage/signer.ts";

/** What of `bound` this provider cannot sign for this method, as a sentence; undefined when it can do all of it. */
export function bindingProblem(room: Room, method: GrantMethod, bound: Bound): string | undefined {
  const asked = (Object.keys(bound) as (keyof Bound)[]).filter((name) => bound[name] !== ""); // an empty type binds nothing
  if (asked.length === 0) return undefined;
  if (method !== "PUT") return `${asked.join(", ")}: only an upload (PUT) binds these into its URL.`;
  const unsupported = asked.filter((name) => !room.binds[name]);
  if (unsupported.length === 0) return undefined;
  return `${room.title} cannot bind ${unsupported.join(", ")} into a URL.`;
}
