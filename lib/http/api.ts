import { Hono } from "hono";
import { AppError } from "../errors.ts";
import { createExchange, type ExchangeDeps } from "./exchange.ts";
import { problemOf } from "./problem.ts";
import type { AnyHandler, Handlers, Route, Routes } from "./route.ts";
import { routeNotFound, type ServeDeps, serve } from "./serve.ts";

export interface ApiDeps extends ExchangeDeps, ServeDeps {}

interface Api<R extends Routes> {
  routes: R;
  handlers: Handlers<R>;
  deps: ApiDeps;
}

function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

function allowOf(routes: readonly Route[], path: string): string {
  const methods = routes.filter((route) => route.path === path).map((route) => route.method);
  return methods.flatMap((method) => (method === "GET" ? [method, "HEAD"] : [method])).join(", ");
}

/** Serves contracts: every route through the same steps, and problems for every other path and method. */
export function createApi<const R extends Routes>({ routes, handlers, deps }: Api<R>): Hono {
  const app = new Hono();
  const exchanged = createExchange(deps);

  for (const [name, route] of Object.entries(routes)) {
    // The type of `handlers` ties each one to its route; here all of them are served alike.
    const handler = handlers[name] as unknown as AnyHandler;
    app.on(route.method, honoPath(route.path), (c) =>
      exchanged(c, route, (exchange) => serve(c, route, handler, exchange, deps)),
    );
  }

  const contracts = Object.values(routes);
  for (const path of new Set(contracts.map((route) => route.path))) {
    const allow = allowOf(contracts, path);
    app.all(honoPath(path), (c) =>
      exchanged(c, { path }, async ({ requestId }) => {
        const error = new AppError("method.not_allowed", `This path takes ${allow}.`);
        const problem = problemOf(error, requestId);
        return { ...problem, headers: { ...problem.headers, allow } };
      }),
    );
  }

  app.notFound((c) =>
    exchanged(c, { path: "*" }, async () => {
      throw routeNotFound();
    }),
  );
  return app;
}
