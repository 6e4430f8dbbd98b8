import type { ProblemCode } from "../errors.ts";

/** What is kept between requests, and counted each time that it is looked up. */
export type CacheName = "bindings" | "credentials" | "sessions" | "delegationKeys" | "tokens";
export type Lookup = "hit" | "miss";
export type CounterName = `${CacheName}.${Lookup}`;

/** Told of every lookup in one cache. A miss made a call; a hit made none, also when it waited for another's. */
export type CountLookup = (lookup: Lookup) => void;

/** What one request came to: nothing of whose it was. */
export interface RequestMetric {
  /** The pattern of its path. */
  route: string;
  /** The route's own method; absent for a path or a method that no route has. */
  method?: string | undefined;
  status: number;
  /** Of the problem, if it was one. */
  code?: ProblemCode | undefined;
  latencyMs: number;
  /** How many objects it asked for, where its handler noted that. */
  objects?: number | undefined;
  endedAt: Date;
}

/** Where counts and latencies go. Names and values are of closed sets, and never say who asked for what. */
export interface Metrics {
  count(name: CounterName): void;
  request(metric: RequestMetric): void;
}

/** Writes nowhere. */
export const noMetrics: Metrics = { count: () => undefined, request: () => undefined };

/** The hook that a cache tells of its lookups. */
export function lookupsOf(metrics: Metrics, cache: CacheName): CountLookup {
  return (lookup) => metrics.count(`${cache}.${lookup}`);
}
