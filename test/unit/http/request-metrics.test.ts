import { beforeEach, expect, it } from "vitest";
import type { Metrics, RequestMetric } from "../../../lib/observability/metrics.ts";
import { createSampleApi, GOOD_TOKEN } from "./sample-api.ts";

let recorded: RequestMetric[];
let app: ReturnType<typeof createSampleApi>["app"];

beforeEach(() => {
  recorded = [];
  const metrics: Metrics = {
    count: () => undefined,
    request: (metric) => void recorded.push(metric),
  };
  app = createSampleApi({ metrics }).app;
});

const create = (teamName: string, headers: Record<string, string> = GOOD_TOKEN) =>
  app.request("/teams", { method: "POST", headers, body: JSON.stringify({ teamName }) });

it("each request is recorded with its route's pattern and method, its time, and what its handler noted", async () => {
  await create("s3cret-name");
  expect(recorded).toEqual([
    { route: "/teams", method: "POST", status: 201, latencyMs: 7, objects: 3, endedAt: expect.any(Date) },
  ]);
});

it("a problem is recorded with its code", async () => {
  await create("taken");
  await create("omega", {});
  await app.request("/teams/bug");
  expect(recorded.map(({ status, code }) => [status, code])).toEqual([
    [409, "team.already_exists"],
    [401, "auth.token_missing"],
    [500, "internal"],
  ]);
});

it("nothing of what callers write is recorded, so that there are as many records as routes and codes", async () => {
  await app.request("/teams/s3cret?cursor=s3cret");
  await app.request("/teams/s3cret", { method: "HEAD" });
  await app.request("/s3cret");
  await app.request("/teams", { method: "S3CRET" });
  await app.request("/teams", {
    method: "OPTIONS",
    headers: { origin: "https://s3cret.test", "access-control-request-method": "POST" },
  });
  expect(recorded.map(({ route, method, status }) => [method, route, status])).toEqual([
    ["GET", "/teams/{team}", 200],
    ["GET", "/teams/{team}", 200],
    [undefined, "*", 404],
    [undefined, "/teams", 405],
    [undefined, "/teams", 204],
  ]);
  expect(JSON.stringify(recorded).toLowerCase()).not.toContain("s3cret");
});
