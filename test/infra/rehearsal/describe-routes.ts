import { describe, expect, it } from "vitest";
import { ORIGIN } from "../../support/three-stores.ts";
import { CALLER_IP } from "./api-gateway.ts";
import { clientOf } from "./callers.ts";
import { httpEvent } from "./http-event.ts";
import { checkedAnswer } from "./lambda-answer.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { TemplateRoute } from "./template-routes.ts";

/** Every route of the API, as it is met by those who have no token, and by those who have one. */
export function describeRoutes(open: () => Rehearsal) {
  const call = async ({ method, path }: Pick<TemplateRoute, "method" | "path">, token?: string) => {
    const { gateway } = open();
    const answer = await fetch(gateway.url + path.replace(/\{\w+\}/g, "nobodys"), {
      method,
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      ...(method === "GET" ? {} : { body: "{}" }),
    });
    const { code } = JSON.parse((await answer.text()) || "{}");
    return { status: answer.status, code, last: gateway.served.at(-1) };
  };

  describe("the API of the template", () => {
    it("has routes", () => expect(open().routes.length).toBeGreaterThan(15));

    it("lets nobody in without a good token but where it is open to all", async () => {
      const { routes, token } = open();
      const bad = [undefined, "x.y.z", await token({ aud: "others" }), await token({ exp: 1 })];
      for (const route of routes)
        for (const each of bad) {
          const { status, last } = await call(route, each);
          const expected = route.authorizer === undefined ? [200, true] : [401, false];
          expect([route.key, status, last?.byFunction]).toEqual([route.key, ...expected]);
        }
    });

    it("leads each route to a function that knows it", async () => {
      const { routes, token } = open();
      const admin = await token({ roles: ["admin"] });
      for (const route of routes) {
        const { status, code, last } = await call(route, admin);
        expect([route.key, last?.routeKey, last?.byFunction]).toEqual([route.key, route.key, true]);
        expect(status, route.key).toBeLessThan(500);
        expect(code, route.key).not.toBe("route.not_found");
      }
    });

    it("answers by itself what is no route", async () => {
      const token = await open().token();
      for (const [method, path] of [
        ["GET", "/nothing"],
        ["POST", "/healthz"],
        ["GET", "/teams/"],
        ["GET", "/teams/omega/members"],
      ] as const) {
        const { status, last } = await call({ method, path }, token);
        expect([path, status, last?.byFunction]).toEqual([path, 404, false]);
      }
    });

    it("refuses without a problem document, which the front end's client understands", async () => {
      const client = clientOf(open(), { exp: 1 });
      const refused = client.listTeams({ query: {} });
      await expect(refused).rejects.toThrow("The request was refused: HTTP 401.");
      await expect(refused).rejects.toMatchObject({ status: 401 });
    });

    it("lets the front end's pages ask, by preflights without a token, and no others", async () => {
      const { gateway } = open();
      for (const [origin, allowed] of [
        [ORIGIN, ORIGIN],
        ["https://evil.test", null],
      ] as const) {
        const preflight = await fetch(`${gateway.url}/presign`, {
          method: "OPTIONS",
          headers: { origin, "access-control-request-method": "POST" },
        });
        const answer = await fetch(`${gateway.url}/healthz`, { headers: { origin } });
        const named = [preflight, answer].map(({ headers }) => headers.get("access-control-allow-origin"));
        expect([preflight.status, ...named]).toEqual([204, allowed, allowed]);
        expect(answer.headers.get("access-control-expose-headers")).toBe(
          allowed && "x-request-id,retry-after",
        );
        expect(answer.headers.get("x-request-id")).toMatch(/./);
      }
    });

    it("stands before functions that ask for the token once more", async () => {
      const { routes, functions } = open();
      for (const { key, method, path, functionName, authorizer } of routes) {
        if (authorizer === undefined) continue;
        const target = path.replace("{team}", "omega");
        const request = { method, target, headers: {}, body: Buffer.alloc(0), sourceIp: CALLER_IP };
        const event = httpEvent(request, { routeKey: key, params: {}, claims: { sub: "admin1" } });
        const { statusCode, body } = checkedAnswer(await functions[functionName].invoke(event));
        expect([key, statusCode, JSON.parse(body).code]).toEqual([key, 401, "auth.token_missing"]);
      }
    });
  });
}
