import { PROBLEMS, type ProblemCode } from "../errors.ts";
import { createJsonSchemas, type JsonSchemas } from "./json-schemas.ts";
import { problemsOf } from "./problems-of.ts";
import type { Route, Routes } from "./route.ts";

type Json = Record<string, unknown>;

interface OpenApiOptions {
  title: string;
  version: string;
  routes: Routes;
}

const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

const PROBLEM_SCHEMA = {
  type: "object",
  description: "RFC 9457. Some codes add members, which their descriptions name.",
  properties: {
    type: { type: "string", description: "urn:wandb:byob:problem:<code>" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", enum: PROBLEM_CODES },
    detail: { type: "string" },
    requestId: { type: "string" },
    whoActs: { type: "string", enum: ["caller", "admin", "operator"] },
  },
  required: ["type", "title", "status", "code", "detail", "requestId", "whoActs"],
};

function parametersOf(route: Route, schemas: JsonSchemas): Json[] {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  const inPath = names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } }));
  if (!route.query) return inPath;
  const { properties = {}, required = [] } = schemas.of(route.query) as {
    properties?: Json;
    required?: string[];
  };
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
  return [...inPath, ...inQuery];
}

function problemAnswer(codes: readonly ProblemCode[]): Json {
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(" "),
    content: {
      "application/problem+json": {
        schema: {
          allOf: [
            { $ref: "#/components/schemas/Problem" },
            { type: "object", properties: { code: { enum: codes } } },
          ],
        },
      },
    },
  };
}

function answersOf(route: Route, schemas: JsonSchemas): Json {
  const answers: Json = {};
  for (const [status, { description, schema }] of Object.entries(route.answers)) {
    answers[status] = schema
      ? { description, content: { "application/json": { schema: schemas.of(schema) } } }
      : { description };
  }
  const codes = problemsOf(route);
  for (const status of new Set(codes.map((code) => PROBLEMS[code].status))) {
    answers[status] = problemAnswer(codes.filter((code) => PROBLEMS[code].status === status));
  }
  return answers;
}

function operationOf(operationId: string, route: Route, schemas: JsonSchemas): Json {
  const parameters = parametersOf(route, schemas);
  return {
    operationId,
    summary: route.summary,
    security: route.access === "token" ? [{ bearer: [] }] : [],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: { "application/json": { schema: schemas.of(route.body) } },
          },
        }
      : {}),
    responses: answersOf(route, schemas),
  };
}

/**
 * The OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1.html) of a set of contracts.
 * The same contracts give the same text, in whatever order they are listed.
 */
export function openApiOf({ title, version, routes }: OpenApiOptions): Json {
  const order = ([, a]: [string, Route], [, b]: [string, Route]): number => {
    const [left, right] = [`${a.path} ${a.method}`, `${b.path} ${b.method}`];
    return left < right ? -1 : left > right ? 1 : 0;
  };
  const schemas = createJsonSchemas();
  const paths: Record<string, Json> = {};
  for (const [operationId, route] of Object.entries(routes).sort(order)) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operationOf(operationId, route, schemas),
    };
  }
  const named = Object.fromEntries(Object.entries(schemas.components).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    openapi: "3.1.0",
    info: { title, version },
    paths,
    components: {
      schemas: { Problem: PROBLEM_SCHEMA, ...named },
      securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
    },
  };
}
