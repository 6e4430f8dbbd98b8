import { describe, expect, it } from "vitest";
import { createSampleApi, GOOD_TOKEN } from "./sample-api.ts";

const { app } = createSampleApi();

async function problem(response: Response | Promise<Response>) {
  const answer = await response;
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  return {
    status: answer.status,
    headers: answer.headers,
    body: (await answer.json()) as Record<string, unknown>,
  };
}

function createTeam(body: unknown, headers: Record<string, string> = GOOD_TOKEN) {
  return app.request("/teams", { method: "POST", headers, body: JSON.stringify(body) });
}

describe("a route", () => {
  it("hands the checked input to its handler and answers what it replies", async () => {
    const response = await createTeam({ teamName: "omega" });
    expect(response.status).toBe(201);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("location")).toBe("/teams/x");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({ name: "omega", by: "ann" });
  });

  it("answers 204 without body and content-type", async () => {
    const response = await app.request("/teams/a", { method: "DELETE" });
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect(response.headers.has("content-type")).toBe(false);
  });

  it("answers HEAD like GET, without the body", async () => {
    const response = await app.request("/teams/omega", { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
    expect(response.headers.get("content-type")).toBe("application/json");
  });

  it("decodes path parameters once", async () => {
    const team = async (path: string) => ((await (await app.request(path)).json()) as { team: string }).team;
    expect(await team("/teams/a%20b%2Fc%C3%BC")).toBe("a b/cü");
    expect(await team("/teams/%2541")).toBe("%41");
    expect(await team("/teams/%25")).toBe("%");
  });

  it.each(["/teams/%", "/teams/%zz", "/teams/%FF", "/teams/a%C3"])(
    "answers 404 to %s, which does not decode",
    async (path) => {
      expect((await problem(app.request(path))).body).toMatchObject({ code: "route.not_found" });
    },
  );

  it("takes the query that its contract knows, once each", async () => {
    expect(await (await app.request("/teams/a?cursor=%2Bb")).json()).toEqual({ team: "a+b" });
    const unknown = await problem(app.request("/teams/a?curser=1"));
    expect(unknown.body).toMatchObject({
      code: "request.unknown_field",
      detail: "curser is not a known field.",
    });
    const twice = await problem(app.request("/teams/a?cursor=1&cursor=2"));
    expect(twice.body).toMatchObject({ status: 400, code: "request.invalid" });
    const proto = await problem(app.request("/teams/a?__proto__=1"));
    expect(proto.body).toMatchObject({ code: "request.unknown_field" });
  });
});

describe("what is not there", () => {
  it.each(["/", "/team", "/teams/", "/teams//", "/teams/a/b", "/__proto__", "/constructor"])(
    "%s is 404",
    async (path) => {
      expect(await problem(app.request(path))).toMatchObject({
        status: 404,
        body: { code: "route.not_found" },
      });
    },
  );

  it.each([
    ["PUT", "/teams/a", "GET, HEAD, DELETE"],
    ["GET", "/teams", "POST"],
    ["HEAD", "/teams", "POST"],
    ["OPTIONS", "/teams", "POST"],
    ["QUX", "/teams", "POST"],
  ])("%s %s is 405 and says what is allowed", async (method, path, allow) => {
    const response = await app.request(path, { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, allow]);
  });
});

describe("a problem", () => {
  it("has the members of RFC 9457, the request id and who acts", async () => {
    const { status, body } = await problem(
      createTeam({ teamName: "taken" }, { ...GOOD_TOKEN, "x-request-id": "abc_1-2" }),
    );
    expect(status).toBe(409);
    expect(body).toEqual({
      type: "urn:wandb:byob:problem:team.already_exists",
      title: "The team exists with other storage",
      status: 409,
      code: "team.already_exists",
      detail: "It exists.",
      requestId: "abc_1-2",
      whoActs: "admin",
    });
  });

  it("says when to try again in whole seconds, and extra members never replace its own", async () => {
    const { headers, body } = await problem(app.request("/teams/busy"));
    expect(headers.get("retry-after")).toBe("2");
    expect(body).toMatchObject({ code: "service.busy", tries: 3 });
  });

  it.each(["bug", "throws-text", "throws-nothing", "bigint"])(
    "of an unexpected kind (%s) is internal and says nothing of its cause",
    async (team) => {
      const { status, body } = await problem(app.request(`/teams/${team}`));
      expect(status).toBe(500);
      expect(body).toMatchObject({ code: "internal", detail: expect.stringContaining("request id") });
      expect(JSON.stringify(body)).not.toMatch(/AKIA|host|text|function|BigInt/);
    },
  );

  it("of authentication is 401 with a challenge, before the body is looked at", async () => {
    for (const headers of [{}, { authorization: "Bearer bad" }]) {
      const response = await problem(app.request("/teams", { method: "POST", headers, body: "{" }));
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
    }
  });

  it("names an unknown field, and a nested one by its path", async () => {
    const top = await problem(createTeam({ teamName: "a", colour: "s3cret" }));
    expect(top).toMatchObject({
      status: 400,
      body: { code: "request.unknown_field", detail: "colour is not a known field." },
    });
    const nested = await problem(
      createTeam({ teamName: "a", storageBucket: { provider: "AWS", regoin: "x" } }),
    );
    expect(nested.body.detail).toBe("storageBucket.regoin is not a known field.");
  });

  it.each(["__proto__", "constructor", "toString"])(
    "refuses the field %s like any unknown one",
    async (name) => {
      const body = `{"teamName":"a","${name}":{"admin":true}}`;
      const response = await problem(app.request("/teams", { method: "POST", headers: GOOD_TOKEN, body }));
      expect(response.body).toMatchObject({
        code: "request.unknown_field",
        detail: `${name} is not a known field.`,
      });
      expect(({} as { admin?: boolean }).admin).toBeUndefined();
    },
  );
});

describe("x-request-id", () => {
  it("is the caller's when it is harmless", async () => {
    const response = await app.request("/teams/a", { headers: { "x-request-id": "A-z_09" } });
    expect(response.headers.get("x-request-id")).toBe("A-z_09");
  });

  it.each(["a b", "a".repeat(129), "<x>", "ü", ""])("is a new UUID instead of %j", async (id) => {
    const response = await app.request("/nowhere", { headers: { "x-request-id": id } });
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});
