import * as z from "zod/mini";
import { AppError } from "../../../lib/errors.ts";
import { type ApiDeps, createApi } from "../../../lib/http/api.ts";
import { type Handlers, route } from "../../../lib/http/route.ts";
import { createAuditLog } from "../../../lib/observability/audit.ts";
import { createLogger } from "../../../lib/observability/logger.ts";
import { noMetrics } from "../../../lib/observability/metrics.ts";

const bucket = z.strictObject({
  provider: z.enum(["AWS", "MINIO"]),
  region: z.optional(z.string()),
});

const recursive: z.ZodMiniType = z.lazy(() => z.union([z.string(), z.array(recursive)]));

export const routes = {
  createTeam: route({
    method: "POST",
    path: "/teams",
    summary: "Creates a team",
    access: "token",
    body: z.strictObject({ teamName: z.string(), storageBucket: z.optional(bucket) }),
    bodyLimitBytes: 1_000,
    answers: { 201: { description: "Created", schema: z.object({ name: z.string(), by: z.string() }) } },
    problems: ["team.already_exists"],
    audit: { action: "team:create" },
  }),
  getTeam: route({
    method: "GET",
    path: "/teams/{team}",
    summary: "Shows a team",
    access: "public",
    query: z.strictObject({ cursor: z.optional(z.string()) }),
    answers: { 200: { description: "The team", schema: z.object({ team: z.string() }) } },
    problems: ["team.not_found"],
  }),
  deleteTeam: route({
    method: "DELETE",
    path: "/teams/{team}",
    summary: "Forgets a team",
    access: "public",
    answers: { 204: { description: "Forgotten" } },
    problems: ["team.not_found"],
  }),
  nest: route({
    method: "POST",
    path: "/nest",
    summary: "Takes nested lists",
    access: "public",
    body: recursive,
    answers: { 200: { description: "Fine", schema: z.object({ ok: z.boolean() }) } },
    problems: [],
  }),
  echo: route({
    method: "POST",
    path: "/echo",
    summary: "Takes anything",
    access: "public",
    body: z.unknown(),
    answers: { 200: { description: "Fine", schema: z.object({ ok: z.boolean() }) } },
    problems: [],
  }),
};

const handlers: Handlers<typeof routes> = {
  createTeam: ({ body, principal, noteAudit }) => {
    noteAudit({ entity: body.teamName });
    if (body.teamName === "taken") throw new AppError("team.already_exists", "It exists.");
    return {
      status: 201,
      body: { name: body.teamName, by: principal.sub },
      headers: { location: "/teams/x" },
      audit: { objectCount: 3 },
    };
  },
  getTeam: async ({ params, query }) => {
    switch (params.team) {
      case "busy":
        throw new AppError("service.busy", "Try again.", {
          retryAfterSeconds: 1.2,
          extra: { code: "x", tries: 3 },
        });
      case "bug":
        throw new TypeError("s3://AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG@host/b was not a function");
      case "throws-text":
        throw "a text";
      case "bigint":
        return { status: 200, body: { team: 1n as unknown as string } };
      case "throws-nothing":
        throw undefined;
      default:
        return { status: 200, body: { team: `${params.team}${query.cursor ?? ""}` } };
    }
  },
  deleteTeam: () => ({ status: 204 }),
  nest: () => ({ status: 200, body: { ok: true } }),
  echo: () => ({ status: 200, body: { ok: true } }),
};

/** A small API over the real layer. Any bearer token but `good` is refused; lines of the log are kept. */
export function createSampleApi(deps: Partial<ApiDeps> = {}) {
  const lines: string[] = [];
  let clock = Date.parse("2026-11-24T12:00:00Z");
  const now = () => {
    clock += 7;
    return new Date(clock);
  };
  const write = (line: string) => void lines.push(line);
  const app = createApi({
    routes,
    handlers,
    deps: {
      authenticate: async (header) => {
        if (header === undefined) throw new AppError("auth.token_missing", "Send a token.");
        if (header !== "Bearer good") throw new AppError("auth.token_invalid", "It is not good.");
        return { sub: "ann", org: "acme", teams: new Set(), roles: new Set() };
      },
      logger: createLogger({ write, now }),
      audit: createAuditLog({ write }),
      metrics: noMetrics,
      now,
      origins: ["https://app.test", "http://localhost:3000"],
      ipOf: () => "192.0.2.7",
      ...deps,
    },
  });
  const logged = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { app, lines, logged };
}

/** Headers of a request that is let in. */
export const GOOD_TOKEN = { authorization: "Bearer good" };
