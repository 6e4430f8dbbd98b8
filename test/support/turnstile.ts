/** An actor: it passes its gate before each step, and so can be held there for as long as one likes. */
export type Actor = (gate: () => Promise<void>) => Promise<void>;

/** Picks who goes next. `waiting` holds the numbers of the actors at their gates, `last` who went before. */
export type Choose = (waiting: readonly number[], last: number | undefined) => number;

/**
 * Runs actors one step at a time, in the order that `choose` gives; nothing else decides who is first.
 * After each step comes `afterStep`. An actor must wait for nothing but its gate and promises that settle by themselves.
 */
export async function runInTurns(
  actors: readonly Actor[],
  choose: Choose,
  afterStep: () => void = () => undefined,
): Promise<void> {
  const gates = new Map<number, () => void>();
  const runs = actors.map((actor, number) => actor(() => new Promise((open) => gates.set(number, open))));
  const all = Promise.all(runs);
  all.catch(() => undefined);
  let last: number | undefined;
  for (;;) {
    await everyPromise();
    const waiting = [...gates.keys()].sort((a, b) => a - b);
    if (waiting.length === 0) break;
    const next = choose(waiting, last);
    const open = gates.get(next);
    if (open === undefined) throw new Error(`Actor ${next} is not at its gate`);
    gates.delete(next);
    last = next;
    open();
    await everyPromise();
    afterStep();
  }
  await all;
}

/** Until every promise that can settle without a gate has settled. */
const everyPromise = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Every order in which the actors can run, as far as it takes `preemptions` at most to interrupt an actor that could
 * go on. Depth first: `run` gets one chooser after the other. Answers how many orders there were.
 */
export async function everyOrder(
  preemptions: number,
  run: (choose: Choose) => Promise<void>,
): Promise<number> {
  let path: { taken: number; options: number }[] = [];
  for (let orders = 1; ; orders++) {
    let step = 0;
    let left = preemptions;
    await run((waiting, last) => {
      const goesOn = last !== undefined && waiting.includes(last);
      const others = waiting.filter((number) => number !== last);
      const options = goesOn ? [last, ...(left > 0 ? others : [])] : others;
      const point = path[step] ?? { taken: 0, options: options.length };
      path[step++] = point;
      if (goesOn && point.taken > 0) left--;
      return options[point.taken] ?? 0;
    });
    path = path.slice(0, step);
    while (path.length > 0 && lastOf(path).taken + 1 >= lastOf(path).options) path.pop();
    if (path.length === 0) return orders;
    lastOf(path).taken++;
  }
}

function lastOf<T>(list: readonly T[]): T {
  const last = list.at(-1);
  if (last === undefined) throw new Error("The list is empty");
  return last;
}
