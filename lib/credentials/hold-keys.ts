import { LRUCache } from "lru-cache";

/** Keys by what they are for: the held ones while more than half of their life is left, else those that `open` gets. */
export type HeldKeys<Keys> = (id: string, open: () => Promise<Keys>) => Promise<Keys>;

interface Held<Keys> {
  keys: Keys;
  renewAtMs: number;
  endMs: number;
}

/** Keys that cannot be renewed are still handed out until this long before their end. */
const LAST_USE_MS = 60_000;

/** Holds at most `max` keys, opens each id's once at a time, and forgets a failure at once. */
export function holdKeys<Keys extends { expiresAt: Date }>(max: number, now: () => Date): HeldKeys<Keys> {
  const held = new LRUCache<string, Held<Keys>>({ max });
  const underway = new Map<string, Promise<Keys>>();

  async function renew(id: string, open: () => Promise<Keys>): Promise<Keys> {
    const askedMs = now().getTime();
    const keys = await open();
    const endMs = keys.expiresAt.getTime();
    held.set(id, { keys, endMs, renewAtMs: askedMs + (endMs - askedMs) / 2 });
    return keys;
  }

  return async (id, open) => {
    const old = held.get(id);
    if (old !== undefined && now().getTime() <= old.renewAtMs) return old.keys;
    const flight = underway.get(id) ?? renew(id, open).finally(() => underway.delete(id));
    underway.set(id, flight);
    try {
      return await flight;
    } catch (error) {
      if (old !== undefined && now().getTime() < old.endMs - LAST_USE_MS) return old.keys;
      throw error;
    }
  };
}
