import { expect, it } from "vitest";
import * as z from "zod/mini";
import { PROBLEMS } from "../../../lib/errors.ts";
import { openApiOf } from "../../../lib/http/openapi.ts";
import { type Routes, route } from "../../../lib/http/route.ts";
import { routes } from "./sample-api.ts";

const { nest: _recursive, ...plain } = routes;

function documentOf(of: Routes) {
  return openApiOf({ title: "T", version: "1", routes: of });
}

function operation(path: string, method: string): Record<string, unknown> {
  const { paths } = documentOf(plain) as { paths: Record<string, Record<string, Record<string, unknown>>> };
  return paths[path]?.[method] ?? expect.unreachable(`${method} ${path}`);
}

it("prints a route with its body, its answers and every problem of the layer by status", () => {
  const created = operation("/teams", "post");
  expect(created).toMatchObject({ operationId: "createTeam", security: [{ bearer: [] }] });
  expect(created.requestBody).toMatchObject({
    required: true,
    content: {
      "application/json": { schema: { type: "object", additionalProperties: false, required: ["teamName"] } },
    },
  });
  const responses = created.responses as Record<string, { description: string }>;
  expect(Object.keys(responses)).toEqual(["201", "400", "401", "409", "413", "500", "503"]);
  expect(responses["400"]).toMatchObject({
    content: {
      "application/problem+json": {
        schema: {
          allOf: [
            { $ref: "#/components/schemas/Problem" },
            {
              properties: {
                code: { enum: ["request.not_json", "request.invalid", "request.unknown_field"] },
              },
            },
          ],
        },
      },
    },
  });
});

it("prints parameters of path and query", () => {
  expect(operation("/teams/{team}", "get").parameters).toEqual([
    { name: "team", in: "path", required: true, schema: { type: "string" } },
    { name: "cursor", in: "query", required: false, schema: { type: "string" } },
  ]);
  expect(operation("/teams/{team}", "get").security).toEqual([]);
});

it("lists the closed set of codes", () => {
  expect(documentOf(plain)).toMatchObject({
    openapi: "3.1.0",
    components: { schemas: { Problem: { properties: { code: { enum: Object.keys(PROBLEMS) } } } } },
  });
});

it("is the same text in whatever order the routes and their codes are listed", () => {
  const problems = ["storage.immutable", "team.already_exists", "team.not_found"] as const;
  const one = { a: route({ ...routes.getTeam, path: "/z", problems }), ...plain };
  const backwards = Object.fromEntries(
    Object.entries({
      ...plain,
      a: route({ ...routes.getTeam, path: "/z", problems: [...problems].reverse() }),
    }).reverse(),
  );
  expect(JSON.stringify(documentOf(backwards))).toBe(JSON.stringify(documentOf(one)));
});

it("prints a schema that has an id once, and refers to it", () => {
  const part = z.strictObject({ name: z.string() });
  part.register(z.globalRegistry, { id: "OpenapiTestPart" });
  const answers = { 200: { description: "Fine", schema: z.object({ parts: z.array(part) }) } };
  const text = JSON.stringify(documentOf({ a: route({ ...routes.deleteTeam, answers }) }));
  expect(text).toContain('"items":{"$ref":"#/components/schemas/OpenapiTestPart"}');
  expect(text.match(/"OpenapiTestPart":/g)).toHaveLength(1);
  expect(text).not.toContain("$defs");
});

it("refuses a recursive schema that has no id, instead of printing a broken reference", () => {
  expect(() => documentOf({ nest: routes.nest })).toThrow("needs an id");
});
