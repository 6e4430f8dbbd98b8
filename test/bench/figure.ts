/** One measured number and what it has to be. */
export interface Figure {
  name: string;
  /** The median of `runs`. */
  value: number;
  unit: string;
  /** In words, e.g. `at most 40`; empty where nothing is asked. */
  wanted: string;
  holds: boolean;
  runs: number[];
}

export function atMost(name: string, runs: readonly number[], unit: string, limit: number): Figure {
  return figure(name, runs, unit, `at most ${limit}`, medianOf(runs) <= limit);
}

export function atLeast(name: string, runs: readonly number[], unit: string, limit: number): Figure {
  return figure(name, runs, unit, `at least ${limit}`, medianOf(runs) >= limit);
}

/** A number that nothing is asked of. */
export function forInformation(name: string, runs: readonly number[], unit: string): Figure {
  return figure(name, runs, unit, "", true);
}

function figure(name: string, runs: readonly number[], unit: string, wanted: string, holds: boolean): Figure {
  return { name, value: rounded(medianOf(runs)), unit, wanted, holds, runs: runs.map(rounded) };
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("There is no median of nothing.");
  return middle;
}

export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, wanted, holds, runs }) => [
    name,
    `${value} ${unit}`,
    wanted,
    wanted === "" ? "" : holds ? "holds" : "MISSED",
    `${Math.min(...runs)} to ${Math.max(...runs)}`,
  ]);
  const all = [["", "median", "wanted", "", "runs"], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")).join("\n");
}

function rounded(value: number): number {
  const parts = value < 10 ? 100 : 10;
  return Math.round(value * parts) / parts;
}
