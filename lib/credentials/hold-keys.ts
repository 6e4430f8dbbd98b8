import { LRUCache } from "lru-cache";
import type { CountLookup } from "../observability/metrics.ts";
import { singleFlight } from "../single-flight.ts";

/** Keys by what they are for. */
export interface HeldKeys<Keys> {
  /** The held ones while more than half of their life is left, else those that `open` gets. */
  find(id: string, open: () => Promise<Keys>): Promise<Keys>;
  /** Whoever asks next gets keys that are opened after this. */
  forget(id: string): void;
}

interface HoldKeysOptions {
  /** How many keys are held at most. */
  max: number;
  now: () => Date;
  count?: CountLookup | undefined;
}

interface Held<Keys> {
  keys: Keys;
  renewAtMs: number;
  endMs: number;
}

/** Keys that cannot be renewed are still handed out until this long before their end. */
const LAST_USE_MS = 60_000;

/** Holds a bounded number of keys, opens each id's once at a time, and forgets a failure at once. */
export function holdKeys<Keys extends { expiresAt: Date }>({
  max,
  now,
  count,
}: HoldKeysOptions): HeldKeys<Keys> {
  const held = new LRUCache<string, Held<Keys>>({ max });
  const flights = singleFlight<Held<Keys>>();

  async function renew(open: () => Promise<Keys>): Promise<Held<Keys>> {
    const askedMs = now().getTime();
    const keys = await open();
    const endMs = keys.expiresAt.getTime();
    return { keys, endMs, renewAtMs: askedMs + (endMs - askedMs) / 2 };
  }

  return {
    async find(id, open) {
      const old = held.get(id);
      const good = old !== undefined && now().getTime() <= old.renewAtMs;
      count?.(good || flights.has(id) ? "hit" : "miss");
      if (good) return old.keys;
      try {
        const { keys } = await flights.join(
          id,
          () => renew(open),
          (renewed) => held.set(id, renewed),
        );
        return keys;
      } catch (error) {
        if (old !== undefined && now().getTime() < old.endMs - LAST_USE_MS) return old.keys;
        throw error;
      }
    },
    forget(id) {
      held.delete(id);
      flights.forget(id);
    },
  };
}
