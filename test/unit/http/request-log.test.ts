import { expect, it } from "vitest";
import { createSampleApi, GOOD_TOKEN } from "./sample-api.ts";

function create(
  app: ReturnType<typeof createSampleApi>["app"],
  body: unknown,
  headers: Record<string, string>,
) {
  return app.request("/teams", { method: "POST", headers, body: JSON.stringify(body) });
}

it("each request writes one line with its route's pattern, not its path", async () => {
  const { app, logged } = createSampleApi();
  await app.request("/teams/s3cret-name?cursor=s3cret", { headers: { "x-request-id": "r1" } });
  expect(logged()).toEqual([
    {
      time: expect.any(String),
      level: "info",
      event: "request",
      requestId: "r1",
      method: "GET",
      route: "/teams/{team}",
      status: 200,
      durationMs: 7,
    },
  ]);
});

it("a refused request says its code and who asked", async () => {
  const { app, logged } = createSampleApi();
  await create(app, { teamName: "taken" }, GOOD_TOKEN);
  expect(logged()[0]).toMatchObject({
    level: "info",
    status: 409,
    code: "team.already_exists",
    org: "acme",
    sub: "ann",
  });
  expect(logged()[0]).not.toHaveProperty("error");
});

it("a path that is not there and a wrong method write a line too, without what was asked for", async () => {
  const { app, logged, lines } = createSampleApi();
  await app.request("/s3cret");
  await app.request("/teams");
  await app.request("/teams", {
    method: "OPTIONS",
    headers: { origin: "x", "access-control-request-method": "GET" },
  });
  expect(logged().map((line) => [line.route, line.status])).toEqual([
    ["*", 404],
    ["/teams", 405],
    ["/teams", 204],
  ]);
  expect(lines.join("")).not.toContain("s3cret");
});

it("an unexpected error is logged with its place, and without the secrets in its message", async () => {
  const { app, logged, lines } = createSampleApi();
  await app.request("/teams/bug");
  expect(logged()[0]).toMatchObject({
    level: "error",
    code: "internal",
    error: { name: "TypeError", at: expect.any(Array) },
  });
  expect(lines.join("")).not.toMatch(/AKIA|wJalr/);
});

it("a thrown nothing is still logged as an error", async () => {
  const { app, logged } = createSampleApi();
  await app.request("/teams/throws-nothing");
  expect(logged()[0]).toMatchObject({ level: "error", error: { message: "Nothing was thrown" } });
});

it("an audited route writes one record, with what the handler said early and at the end", async () => {
  const { app, logged } = createSampleApi();
  await create(app, { teamName: "omega" }, GOOD_TOKEN);
  expect(logged().filter((line) => line.event === "audit")).toEqual([
    {
      event: "audit",
      action: "team:create",
      actor: "ann",
      org: "acme",
      ip: "192.0.2.7",
      entity: "omega",
      objectCount: 3,
      response_code: 201,
      timestamp: expect.stringMatching(/^2026-11-24T12:00:00\.\d{3}Z$/),
    },
  ]);
});

it("an audited request that is refused is on record, with its entity once that is known", async () => {
  const { app, logged } = createSampleApi();
  await create(app, { teamName: "taken" }, GOOD_TOKEN);
  await create(app, { teamName: "omega" }, {});
  const records = logged().filter((line) => line.event === "audit");
  expect(records[0]).toMatchObject({ actor: "ann", entity: "taken", response_code: 409 });
  expect(records[1]).toMatchObject({ actor: null, response_code: 401 });
});

it("routes without audit and preflights leave no record", async () => {
  const { app, logged } = createSampleApi();
  await app.request("/teams/a");
  await app.request("/teams", {
    method: "OPTIONS",
    headers: { origin: "x", "access-control-request-method": "POST" },
  });
  expect(logged().filter((line) => line.event === "audit")).toEqual([]);
});
