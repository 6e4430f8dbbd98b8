import { beforeEach, expect, test } from "vitest";
import { embeddedMetrics } from "../../../lib/observability/embedded-metrics.ts";
import { lookupsOf, type Metrics, noMetrics } from "../../../lib/observability/metrics.ts";

const endedAt = new Date("2026-11-24T12:00:00.123Z");
const PRESIGN = { route: "/presign", method: "POST", status: 200, latencyMs: 12, objects: 40, endedAt };

interface Directive {
  Namespace: string;
  Dimensions: string[][];
  Metrics: { Name: string; Unit: string }[];
}
interface Line {
  _aws: { Timestamp: number; CloudWatchMetrics: Directive[] };
  [name: string]: unknown;
}

let lines: string[];
let metrics: Metrics;

beforeEach(() => {
  lines = [];
  metrics = embeddedMetrics({ write: (line) => void lines.push(line), functionName: "presign" });
});

const written = (): Line[] => lines.map((line) => JSON.parse(line));

/** Metrics by name, as CloudWatch would make them of a line: its value, its unit and its sets of dimensions. */
function extracted({ _aws, ...members }: Line): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const { Namespace, Dimensions, Metrics } of _aws.CloudWatchMetrics) {
    expect(Namespace).toBe("BYOB");
    for (const name of Dimensions.flat()) expect(typeof members[name]).toBe("string");
    for (const { Name, Unit } of Metrics) {
      expect(typeof members[Name]).toBe("number");
      all[Name] = [members[Name], Unit, Dimensions.map((set) => set.map((name) => members[name]).join())];
    }
  }
  return all;
}

test("a request is one line, with its time, latency and objects by function and by route", () => {
  metrics.request(PRESIGN);
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain("\n");
  const [line] = written();
  expect(line?._aws.Timestamp).toBe(endedAt.getTime());
  expect(line && extracted(line)).toEqual({
    Requests: [1, "Count", ["presign", "presign,POST /presign"]],
    Latency: [12, "Milliseconds", ["presign", "presign,POST /presign"]],
    Objects: [40, "Count", ["presign", "presign,POST /presign"]],
  });
});

test("two stages count apart", () => {
  const namespaces = ["dev", "prod"].map((stage) => {
    embeddedMetrics({ write: (line) => void lines.push(line), functionName: "presign", stage }).request({
      ...PRESIGN,
      code: "internal",
    });
    return written()
      .at(-1)
      ?._aws.CloudWatchMetrics.map(({ Namespace }) => Namespace);
  });
  expect(namespaces).toEqual([
    ["BYOB/dev", "BYOB/dev"],
    ["BYOB/prod", "BYOB/prod"],
  ]);
});

test("a problem is counted by its code too", () => {
  metrics.request({ ...PRESIGN, status: 404, code: "team.not_found", objects: undefined });
  const [line] = written();
  expect(line && extracted(line)).toEqual({
    Requests: [1, "Count", ["presign", "presign,POST /presign"]],
    Latency: [12, "Milliseconds", ["presign", "presign,POST /presign"]],
    Problems: [1, "Count", ["presign", "presign,POST /presign,team.not_found"]],
  });
  expect(line).toMatchObject({ status: 404, code: "team.not_found" });
  expect(line).not.toHaveProperty("Objects");
});

test("a request that no route takes is one of the path's pattern alone", () => {
  metrics.request({ ...PRESIGN, route: "*", method: undefined });
  expect(written()[0]).toMatchObject({ function: "presign", route: "*" });
});

test("lookups are summed up until a request ends, once, by function alone", () => {
  const bindings = lookupsOf(metrics, "bindings");
  for (const lookup of ["hit", "miss", "hit", "hit"] as const) bindings(lookup);
  lookupsOf(metrics, "delegationKeys")("miss");
  expect(lines).toEqual([]);
  metrics.request(PRESIGN);
  metrics.request(PRESIGN);
  const [first, second] = written();
  expect(first && extracted(first)).toMatchObject({
    BindingsHit: [3, "Count", ["presign"]],
    BindingsMiss: [1, "Count", ["presign"]],
    DelegationKeysMiss: [1, "Count", ["presign"]],
  });
  expect(second && Object.keys(extracted(second))).toEqual(["Requests", "Latency", "Objects"]);
});

test("metrics that write nowhere take everything", () => {
  lookupsOf(noMetrics, "tokens")("hit");
  noMetrics.request(PRESIGN);
  expect(lines).toEqual([]);
});
