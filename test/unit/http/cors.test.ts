import { expect, it } from "vitest";
import { createSampleApi, GOOD_TOKEN } from "./sample-api.ts";

const { app } = createSampleApi();

function preflight(path: string, origin: string) {
  return app.request(path, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type",
    },
  });
}

function corsNames(response: Response): string[] {
  return [...response.headers.keys()].filter((name) => name.startsWith("access-control-"));
}

it.each(["/teams", "/teams/a", "/nowhere"])(
  "a preflight for %s is answered without a token",
  async (path) => {
    const response = await preflight(path, "https://app.test");
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": "https://app.test",
      "access-control-allow-methods": "GET, POST, PUT, DELETE",
      "access-control-allow-headers": "authorization, content-type",
      "access-control-max-age": "600",
      vary: "Origin",
      "x-request-id": expect.any(String),
    });
  },
);

it.each(["https://evil.test", "https://app.test.evil.test", "http://app.test", "null", "https://app.test/"])(
  "the origin %s gets no CORS headers, but vary",
  async (origin) => {
    for (const response of [
      await preflight("/teams", origin),
      await app.request("/teams/a", { headers: { origin } }),
    ]) {
      expect(corsNames(response)).toEqual([]);
      expect(response.headers.get("vary")).toBe("Origin");
    }
  },
);

it("answers and problems can be read by the front end, with their request id", async () => {
  const headers = { origin: "http://localhost:3000" };
  const answers = [
    await app.request("/teams/a", { headers }),
    await app.request("/teams/bug", { headers }),
    await app.request("/nowhere", { headers }),
    await app.request("/teams", { headers }),
    await app.request("/teams", { method: "POST", headers, body: "{}" }),
    await app.request("/teams", { method: "POST", headers: { ...headers, ...GOOD_TOKEN }, body: "{" }),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([200, 500, 404, 405, 401, 400]);
  for (const answer of answers) {
    expect(answer.headers.get("access-control-allow-origin")).toBe("http://localhost:3000");
    expect(answer.headers.get("access-control-expose-headers")).toBe("x-request-id, retry-after");
  }
});

it("an answer to no origin carries vary too", async () => {
  const response = await app.request("/teams/a");
  expect(corsNames(response)).toEqual([]);
  expect(response.headers.get("vary")).toBe("Origin");
});
