import type { Spent } from "../../storage/spent.ts";
import type { Tenancy } from "./tenancy.ts";

/** `pinned`: this organisation is let in and another is not. `open`: both are. `closed`: neither is. */
export type PinVerdict = { outcome: "pinned" | "open" | "closed" | "unclear"; spent: Spent };

/**
 * The decoy goes first: where it is let in, nothing needs to be asked for this organisation. It is asked once more at the
 * end: a policy that lets everybody in takes half a minute to reach all of a store, and the first no may have come from
 * where it had not been seen.
 */
export async function pinVerdict(tenancy: Tenancy): Promise<PinVerdict> {
  const decoy = await tenancy.listAsDecoy();
  if (decoy.cause === "ok") return { outcome: "open", spent: decoy };
  if (!isDenied(decoy)) return { outcome: "unclear", spent: decoy };
  const own = await tenancy.list();
  if (own.cause === "ok") {
    const again = await tenancy.listAsDecoyAgain();
    if (again.cause === "ok") return { outcome: "open", spent: again };
    return { outcome: isDenied(again) ? "pinned" : "unclear", spent: again };
  }
  return { outcome: isDenied(own) ? "closed" : "unclear", spent: own };
}

/** A definite no, in the store's own words: a bare 403 may be a proxy's. */
function isDenied({ cause, answer }: Spent): boolean {
  return cause === "access-denied" && answer?.status === 403 && answer.body.byteLength > 0;
}
