import type { StoreAnswer } from "../storage/room.ts";

/** How many whole seconds the store's clock is ahead of ours, by its answer; NaN for a time that is none, undefined without one. */
export function secondsAhead({ headers }: StoreAnswer, now: Date): number | undefined {
  return headers.date === undefined
    ? undefined
    : Math.round((Date.parse(headers.date) - now.getTime()) / 1000);
}
