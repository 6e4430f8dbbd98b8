import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CONTRACTS } from "../../infra/contracts.ts";
import { FUNCTION_NAMES } from "../../infra/function-names.ts";
import { PROBLEMS } from "../../lib/errors.ts";
import { embeddedMetrics } from "../../lib/observability/embedded-metrics.ts";
import { CONTEXTS, FULL_CONTEXTS } from "./contexts.ts";
import { resourcesOf } from "./read-template.ts";
import { resolved } from "./resolve-template.ts";
import { synthesize } from "./synthesize.ts";

const templates = synthesize(CONTEXTS["multi-tenant"]);
const { watch } = templates;
const alarms = resourcesOf(watch, "AWS::CloudWatch::Alarm").map(({ properties }) => ({
  name: String(properties.AlarmName).replace("byob-test-", ""),
  properties,
}));
const README = readFileSync(join(import.meta.dirname, "../../infra/README.md"), "utf8");

/** What the functions write for one request: metric name → sets of dimensions, as text. */
function written(): Map<string, Set<string>> {
  const lines: string[] = [];
  const metrics = embeddedMetrics({
    write: (line) => lines.push(line),
    functionName: "presign",
    stage: "test",
  });
  for (const cache of ["bindings", "credentials", "sessions", "delegationKeys", "tokens"] as const)
    metrics.count(`${cache}.miss`);
  metrics.request({
    route: "/presign",
    method: "POST",
    status: 503,
    code: "credentials.unavailable",
    latencyMs: 1,
    objects: 1,
    endedAt: new Date(0),
  });
  const found = new Map<string, Set<string>>();
  for (const { Namespace, Dimensions, Metrics } of JSON.parse(lines[0] ?? "")._aws.CloudWatchMetrics)
    for (const { Name } of Metrics)
      for (const set of Dimensions)
        found.set(Name, (found.get(Name) ?? new Set()).add(`${Namespace} ${[...set].sort().join(" ")}`));
  return found;
}

describe("the alarms", () => {
  test("cover what users can suffer", () => {
    expect(alarms.map(({ name }) => name).sort()).toEqual([
      "BindingsCannotBeRead",
      "BindingsCannotBeWritten",
      "BucketsCannotBeValidated",
      "CustomersBucketsCannotBeReached",
      "MostRequestsAreRefused",
      "NobodyCanLogIn",
      "RegisteredStoresAreGone",
      "RequestsFailForUnknownReasons",
      "StoresDoNotAnswer",
      "TeamCreationIsCutOff",
      "TeamsCannotBeCreated",
      "TheServiceDoesNotAnswer",
      "UploadsAndDownloadsFail",
      "UploadsInPartsAreCutOff",
      "UrlsComeLate",
      "ValidationIsCutOff",
    ]);
  });

  test("each problem that the operator must act on has one", () => {
    const operators = Object.entries(PROBLEMS).flatMap(([code, { who }]) =>
      who === "operator" ? [code] : [],
    );
    const texts = alarms.map(({ properties }) => JSON.stringify(properties.Metrics ?? []));
    for (const code of operators) expect(texts.some((text) => text.includes(`'${code}'`))).toBe(true);
  });

  test.each(alarms)(
    "$name says what users suffer and what to do first, and stands in the README",
    ({ name, properties }) => {
      expect(properties.AlarmDescription).toMatch(/^[A-Z].+\. First: [A-Z].+\.$/);
      expect(properties.AlarmDescription.length).toBeLessThanOrEqual(1_024);
      expect(README).toContain(`\`${name}\``);
    },
  );

  test("are silent while nothing is measured, and go off from a value on", () => {
    for (const { properties } of alarms)
      expect(properties).toMatchObject({
        TreatMissingData: "notBreaching",
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
      });
  });

  test("speak to the operator's topic where there is one, when they go off and when it is over", () => {
    const topic = FULL_CONTEXTS.dedicated.alarmTopicArn;
    for (const { properties } of resourcesOf(
      synthesize(FULL_CONTEXTS.dedicated).watch,
      "AWS::CloudWatch::Alarm",
    ))
      expect(properties).toMatchObject({ AlarmActions: [topic], OKActions: [topic] });
    for (const { properties } of alarms) expect(properties.AlarmActions).toBeUndefined();
  });
});

describe("what is watched is what the functions write", () => {
  const known = written();
  const queries = [
    ...JSON.stringify(watch.toJSON()).matchAll(
      /SELECT SUM\((\w+)\) FROM SCHEMA\(\S*?(BYOB[\w/]*)\S*?, ([^)]*)\) WHERE \S*code\S* = '([a-z_.]+)'/g,
    ),
  ];

  test("of their own stage alone", () => {
    const { watch: others } = synthesize({ ...CONTEXTS["multi-tenant"], stage: "other" });
    const namespaces = (template: typeof watch) =>
      new Set(JSON.stringify(template.toJSON()).match(/BYOB\/[a-z]+/g));
    expect(namespaces(watch)).toEqual(new Set(["BYOB/test"]));
    expect(namespaces(others)).toEqual(new Set(["BYOB/other"]));
    expect(JSON.stringify(watch.toJSON())).not.toMatch(/"BYOB"|\{BYOB,/);
  });

  test("in queries by problem code", () => {
    expect(queries).toHaveLength(5);
    for (const [, metric = "", namespace, keys = "", code = ""] of queries) {
      const dimensions = keys.match(/\w+/g)?.sort().join(" ");
      expect([...(known.get(metric) ?? [])]).toContain(`${namespace} ${dimensions}`);
      expect(Object.keys(PROBLEMS)).toContain(code);
    }
  });

  test("in single metrics, of functions and routes that exist", () => {
    const routes = FUNCTION_NAMES.flatMap((name) =>
      Object.values(CONTRACTS[name]).map(({ method, path }) => `${name} ${method} ${path}`),
    );
    const [dashboard] = resourcesOf(watch, "AWS::CloudWatch::Dashboard");
    const body = JSON.parse(resolved(dashboard?.properties.DashboardBody, watch, templates));
    const graphed: unknown[][] = body.widgets.flatMap(
      ({ properties }: { properties: { metrics?: unknown[][] } }) => properties.metrics ?? [],
    );
    const ours = graphed.filter(([namespace]) => namespace === "BYOB/test");
    expect(ours.length).toBeGreaterThan(5);
    for (const [namespace, metric, ...rest] of ours) {
      const words = rest.filter((word) => typeof word === "string");
      const pairs = Object.fromEntries(
        words.flatMap((key, at) => (at % 2 === 0 ? [[key, words[at + 1]]] : [])),
      );
      expect([...(known.get(String(metric)) ?? [])]).toContain(
        `${namespace} ${Object.keys(pairs).sort().join(" ")}`,
      );
      if (pairs.route !== undefined) expect(routes).toContain(`${pairs.function} ${pairs.route}`);
    }
    const late = alarms.find(({ name }) => name === "UrlsComeLate")?.properties.Metrics[0].MetricStat.Metric;
    expect(routes).toContain(late.Dimensions.map(({ Value }: { Value: string }) => Value).join(" "));
  });
});
