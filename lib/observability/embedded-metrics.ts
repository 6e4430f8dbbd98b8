import type { CounterName, Metrics, RequestMetric } from "./metrics.ts";

interface EmbeddedMetricsOptions {
  /** Takes one line without its end. */
  write: (line: string) => void;
  /** The function's own name, e.g. `presign`: the first dimension of every metric. */
  functionName: string;
  /** Of the deployment, which tells its metrics from those of another one in the same account. */
  stage?: string | undefined;
}

interface Definition {
  Name: string;
  Unit: "Count" | "Milliseconds";
}

const NAMESPACE = "BYOB";
// Dimensions are what CloudWatch bills by: these have as many values as there are functions, routes and problem codes.
const BY_FUNCTION: readonly (readonly string[])[] = [["function"]];
const BY_ROUTE = [["function"], ["function", "route"]];
const BY_CODE = [["function"], ["function", "route", "code"]];

const REQUESTS: Definition = { Name: "Requests", Unit: "Count" };
const LATENCY: Definition = { Name: "Latency", Unit: "Milliseconds" };
const OBJECTS: Definition = { Name: "Objects", Unit: "Count" };
const PROBLEMS: Definition = { Name: "Problems", Unit: "Count" };

/**
 * One line of CloudWatch's embedded metric format per request, from which CloudWatch makes metrics without being
 * called; what was counted since the line before goes with it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics({ write, functionName, stage }: EmbeddedMetricsOptions): Metrics {
  const namespace = stage === undefined ? NAMESPACE : `${NAMESPACE}/${stage}`;
  const counters = new Map<CounterName, number>();
  return {
    count(name) {
      counters.set(name, (counters.get(name) ?? 0) + 1);
    },
    request(metric) {
      const line = JSON.stringify(lineOf(namespace, functionName, metric, counters));
      counters.clear();
      write(line);
    },
  };
}

function lineOf(
  namespace: string,
  functionName: string,
  { route, method, status, code, latencyMs, objects, endedAt }: RequestMetric,
  counters: ReadonlyMap<CounterName, number>,
): Record<string, unknown> {
  const counted: Definition[] = [];
  const values: Record<string, number> = {};
  for (const [name, count] of counters) {
    const Name = metricName(name);
    counted.push({ Name, Unit: "Count" });
    values[Name] = count;
  }
  const ofRequest = objects === undefined ? [REQUESTS, LATENCY] : [REQUESTS, LATENCY, OBJECTS];
  return {
    _aws: {
      Timestamp: endedAt.getTime(),
      CloudWatchMetrics: [
        [BY_ROUTE, ofRequest] as const,
        ...(code === undefined ? [] : [[BY_CODE, [PROBLEMS]] as const]),
        ...(counted.length === 0 ? [] : [[BY_FUNCTION, counted] as const]),
      ].map(([Dimensions, Metrics]) => ({ Namespace: namespace, Dimensions, Metrics })),
    },
    function: functionName,
    route: method === undefined ? route : `${method} ${route}`,
    status,
    Requests: 1,
    Latency: latencyMs,
    Objects: objects,
    ...(code === undefined ? {} : { code, Problems: 1 }),
    ...values,
  };
}

/** `bindings.hit` becomes `BindingsHit`. */
function metricName(counter: CounterName): string {
  return counter
    .split(".")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
