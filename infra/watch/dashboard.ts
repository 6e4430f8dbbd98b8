import { Duration, type Stack } from "aws-cdk-lib";
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { CacheName } from "../../lib/observability/metrics.ts";
import { FUNCTION_NAMES } from "../function-names.ts";
import type { Service } from "../service-stack.ts";
import { ofFunction, PERIOD, refusedByTable, unanswered } from "./metrics.ts";

const HALF = 12;
const CACHES = [
  "bindings",
  "credentials",
  "sessions",
  "delegationKeys",
  "tokens",
] as const satisfies readonly CacheName[];

/** One page: the alarms, then what users feel, then why. */
export function createDashboard(
  stack: Stack,
  name: string,
  { functions, stage }: Service,
  table: Table,
  alarms: Alarm[],
  namespace: string,
): Dashboard {
  const sum = { statistic: "Sum", period: PERIOD };
  const graph = (title: string, left: IMetric[], width = HALF) => new GraphWidget({ title, left, width });
  const lambdas = FUNCTION_NAMES.map((each) => functions[each]);
  const dashboard = new Dashboard(stack, "Dashboard", {
    dashboardName: name,
    defaultInterval: Duration.hours(6),
  });
  dashboard.addWidgets(new AlarmStatusWidget({ title: "What users suffer", alarms, width: 24 }));
  dashboard.addWidgets(
    graph("Requests", [stage.metricCount(sum), stage.metricClientError(sum), stage.metricServerError(sum)]),
    graph("Latency of POST /presign in ms", [
      ofFunction(namespace, "Latency", "presign", "p50", "POST /presign"),
      ofFunction(namespace, "Latency", "presign", "p99", "POST /presign"),
    ]),
  );
  dashboard.addWidgets(
    graph("URLs asked for", [ofFunction(namespace, "Objects", "presign", "Sum", "POST /presign")]),
    graph("Problems by code", [
      new MathExpression({
        expression: `SEARCH('{"${namespace}","code","function","route"} MetricName="Problems"', 'Sum')`,
        usingMetrics: {},
        label: "",
        period: PERIOD,
      }),
    ]),
  );
  dashboard.addWidgets(
    graph("Requests without an answer", lambdas.map(unanswered)),
    graph(
      "Duration of the slowest in a hundred, in ms",
      lambdas.map((lambda) => lambda.metricDuration({ statistic: "p99", period: PERIOD })),
    ),
  );
  dashboard.addWidgets(
    graph(
      "Misses of presign's caches",
      CACHES.map((cache) => ofFunction(namespace, missesOf(cache), "presign", "Sum")),
    ),
    graph("DynamoDB refuses", [
      refusedByTable(table, "Read", ["GetItem", "Query"]),
      refusedByTable(table, "Write", ["PutItem", "UpdateItem"]),
    ]),
  );
  return dashboard;
}

/** As the functions name it: `bindings.miss` is `BindingsMiss`. */
function missesOf(cache: CacheName): string {
  return `${cache.charAt(0).toUpperCase()}${cache.slice(1)}Miss`;
}
