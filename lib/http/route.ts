import type * as z from "zod/mini";
import type { ProblemCode } from "../errors.ts";
import type { AuditExtras } from "../observability/audit.ts";
import type { Principal } from "../principal.ts";

type Schema = z.core.$ZodType;

interface Answer {
  description: string;
  /** Absent for an answer without a body. */
  schema?: Schema;
}

/** The contract of one route, as data: the API serves it, the OpenAPI document prints it. */
export interface Route {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Parameters in braces, as in OpenAPI and API Gateway: `/teams/{team}`. */
  path: string;
  summary: string;
  /** `token` asks for a valid token; what its bearer may do is the use case's to say. */
  access: "public" | "token";
  body?: Schema;
  /** Bytes; 1 MiB when absent. */
  bodyLimitBytes?: number;
  /** An object of strings; give it as a strict object so that unknown parameters are refused. */
  query?: Schema;
  answers: Readonly<Record<number, Answer>>;
  /** The route's own codes; those of tokens, bodies and queries are added by `problemsOf`. */
  problems: readonly ProblemCode[];
  /** Writes one audit record per request. */
  audit?: { action: string };
}

/** Routes by operation id, e.g. `createTeam`. */
export type Routes = Readonly<Record<string, Route>>;

type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;

type Parsed<R, Part extends "body" | "query"> =
  R extends Record<Part, infer S extends Schema> ? z.output<S> : undefined;

/** What a route's handler is called with: everything checked against the contract. */
export interface Input<R extends Route> {
  principal: R["access"] extends "token" ? Principal : undefined;
  body: Parsed<R, "body">;
  query: Parsed<R, "query">;
  params: { [Name in ParamNames<R["path"]>]: string };
  requestId: string;
  ip: string | undefined;
  /** Adds to the audit record before the outcome is known, so that a refused request names its entity too. */
  noteAudit: (extras: AuditExtras) => void;
}

/** What a handler answers: a status of the contract with the body that belongs to it. */
export type Reply<R extends Route> = {
  [Status in keyof R["answers"] & number]: {
    status: Status;
    headers?: Record<string, string>;
    audit?: AuditExtras;
  } & (R["answers"][Status] extends { schema: infer S extends Schema }
    ? { body: z.input<S> }
    : { body?: undefined });
}[keyof R["answers"] & number];

export type Handler<R extends Route> = (input: Input<R>) => Reply<R> | Promise<Reply<R>>;

/** A handler as the API calls it, its contract's types forgotten. */
export type AnyHandler = (
  input: Omit<Input<Route>, "principal" | "body" | "query"> & {
    principal: Principal | undefined;
    body: unknown;
    query: unknown;
  },
) => Reply<Route> | Promise<Reply<Route>>;

export type Handlers<R extends Routes> = { readonly [Name in keyof R]: Handler<R[Name]> };

/** Declares a route; keeps its literal types, from which the handler's input and reply are inferred. */
export function route<const R extends Route>(contract: R): R {
  return contract;
}
