import { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { ProblemCode } from "../../lib/errors.ts";
import type { FunctionName } from "../function-names.ts";

export const PERIOD = Duration.minutes(5);

/** Where the functions of a stage count, by `lib/observability/embedded-metrics.ts`; a test holds both together. */
export function namespaceOf(stage: string): string {
  return `BYOB/${stage}`;
}

/** Answers of one problem code, whichever function and route gave them. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html */
export function problems(namespace: string, code: ProblemCode): IMetric {
  return new MathExpression({
    expression: `SELECT SUM(Problems) FROM SCHEMA("${namespace}", "code", "function", "route") WHERE "code" = '${code}'`,
    usingMetrics: {},
    label: code,
    period: PERIOD,
  });
}

/** A metric that a function writes of itself, e.g. `Latency` of one route. */
export function ofFunction(
  namespace: string,
  metricName: string,
  name: FunctionName,
  statistic: string,
  route?: string,
): Metric {
  return new Metric({
    namespace,
    metricName,
    dimensionsMap: { function: name, ...(route === undefined ? {} : { route }) },
    statistic,
    period: PERIOD,
    label: [name, route, metricName, statistic].filter((word) => word !== undefined).join(" "),
  });
}

/** Requests that a function did not answer: it broke, ran out of time, or was not started for want of concurrency. */
export function unanswered(lambda: LambdaFunction): IMetric {
  const sum = { statistic: "Sum", period: PERIOD };
  // One graph takes an id for one metric only.
  return sumOf(`${lambda.node.id} does not answer`, {
    [`errors${lambda.node.id}`]: lambda.metricErrors(sum),
    [`throttles${lambda.node.id}`]: lambda.metricThrottles(sum),
  });
}

/** Refusals and faults of DynamoDB for these operations on the table. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
export function refusedByTable(table: Table, kind: "Read" | "Write", operations: readonly string[]): IMetric {
  const metric = (metricName: string, dimensions: Record<string, string>) =>
    new Metric({
      namespace: "AWS/DynamoDB",
      metricName,
      dimensionsMap: { TableName: table.tableName, ...dimensions },
      statistic: "Sum",
      period: PERIOD,
    });
  const faults = operations.map((Operation) => [`faults${Operation}`, metric("SystemErrors", { Operation })]);
  return sumOf(`${kind}s that DynamoDB refuses`, {
    [`throttled${kind}`]: metric(`${kind}ThrottleEvents`, {}),
    ...Object.fromEntries(faults),
  });
}

/** In per cent of a whole; zero while there are fewer than `least` in a period, which would say little. */
export function share(label: string, part: IMetric, whole: IMetric, least: number): IMetric {
  return new MathExpression({
    expression: `IF(whole >= ${least}, 100 * part / whole, 0)`,
    usingMetrics: { part, whole },
    label,
    period: PERIOD,
  });
}

/** SUM passes over a metric that has no value in a period, where `+` would have none either. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
function sumOf(label: string, metrics: Record<string, IMetric>): IMetric {
  const expression = `SUM([${Object.keys(metrics).join(", ")}])`;
  return new MathExpression({ expression, usingMetrics: metrics, label, period: PERIOD });
}
