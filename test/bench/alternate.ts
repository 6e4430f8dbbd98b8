import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
/** Empties the heap of what is no longer used, so that nobody is charged for another's litter. */
export const collectGarbage = runInNewContext("gc") as () => void;

export interface Turns {
  /** Milliseconds for one, by round. */
  ours: number[];
  theirs: number[];
  /** Theirs over ours, within one round. */
  ratios: number[];
}

/**
 * Measures two ways of doing one thing in turns, so that whatever else the machine does meets both alike; which of
 * them begins changes with each round.
 */
export async function alternate(
  rounds: number,
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<Turns> {
  const turns: Turns = { ours: [], theirs: [], ratios: [] };
  for (let round = 0; round < rounds; round++) {
    let [our, their] = [0, 0];
    if (round % 2 === 0) {
      our = await ours();
      their = await theirs();
    } else {
      their = await theirs();
      our = await ours();
    }
    turns.ours.push(our);
    turns.theirs.push(their);
    turns.ratios.push(their / our);
  }
  return turns;
}

/** Milliseconds that one call takes, over as many as fit into `leastMs`. */
export async function msPerCall(leastMs: number, call: () => Promise<unknown>): Promise<number> {
  collectGarbage();
  const startedAt = performance.now();
  let calls = 0;
  let tookMs = 0;
  while (tookMs < leastMs) {
    await call();
    calls += 1;
    tookMs = performance.now() - startedAt;
  }
  return tookMs / calls;
}
