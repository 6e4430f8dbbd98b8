import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../support/scripted-store.ts";
import { refuseUnsignedHeaders } from "../support/store-faults.ts";
import { type Bench, startBench } from "../support/validation-bench.ts";
import { atMost, type Figure } from "./figure.ts";

const RUNS = 7;
const ADDED_MS = 100;

/**
 * A report on a healthy bucket: how long it takes as the store is, and, with 100 ms added to every call, which part it
 * takes of what its calls take together (spec §6).
 */
export async function benchValidation(): Promise<Figure[]> {
  const bench = await startBench();
  try {
    await healthy(bench, []); // the first one loads what the others have
    const plain: number[] = [];
    const shares: number[] = [];
    const calls: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      plain.push((await healthy(bench, [])).tookMs);
      const watch = watched();
      const { tookMs } = await healthy(bench, [watch.fault]);
      shares.push((tookMs / watch.sumMs()) * 100);
      calls.push(watch.calls());
    }
    return [
      atMost("a report on a healthy local S3 store", plain, "ms", 2_000),
      atMost(`the same with ${ADDED_MS} ms added to each call, of the sum of its calls`, shares, "%", 40),
      atMost("calls of one report", calls, "calls", 60),
    ];
  } finally {
    await bench.close();
  }
}

async function healthy(bench: Bench, faults: readonly Fault[]): Promise<{ tookMs: number }> {
  bench.store.reset();
  const startedAt = performance.now();
  const { report, amiss } = await bench.validate({ faults: [...faults, refuseUnsignedHeaders] });
  const tookMs = performance.now() - startedAt;
  if (!report.valid || amiss.length > 0) throw new Error(`The bucket is not healthy: ${amiss.join(", ")}`);
  return { tookMs };
}

/** Adds to every call, and sums up how long the calls took. */
function watched() {
  let sum = 0;
  let count = 0;
  const fault: Fault = {
    act: async (turn) => {
      const startedAt = performance.now();
      count += 1;
      turn.response.once("close", () => {
        sum += performance.now() - startedAt;
      });
      await sleep(ADDED_MS);
      await (turn.seen.kind === "copy" ? refuseUnsignedHeaders.act(turn) : turn.carryOn());
    },
  };
  return { fault, sumMs: () => sum, calls: () => count };
}
