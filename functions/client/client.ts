import type * as z from "zod/mini";
import type { ProblemDocument } from "../../lib/http/problem.ts";
import { type Contract, OPERATIONS } from "./operations.ts";

type Schema = z.core.$ZodType;
type Given<C, Part extends string> =
  C extends Record<Part, infer S extends Schema> ? Record<Part, z.input<S>> : unknown;
type Names<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Params<Path> = [Names<Path>] extends [never] ? unknown : { params: Record<Names<Path>, string> };

/** What an operation is called with: the contract's body, query and names in its path. */
export type Input<Name extends keyof Contract> = Given<Contract[Name], "body"> &
  Given<Contract[Name], "query"> &
  Params<Contract[Name]["path"]>;

/** What it answers: a status of the contract with the body that belongs to it. */
export type Answer<Name extends keyof Contract> = {
  [Status in keyof Contract[Name]["answers"] & number]: {
    status: Status;
    body: Contract[Name]["answers"][Status] extends { schema: infer S extends Schema }
      ? z.output<S>
      : undefined;
  };
}[keyof Contract[Name]["answers"] & number];

export type Client = {
  /**
   * Rejects with a `ServiceProblem` for a problem document. What stands before the service refuses without one, API
   * Gateway tokens (401), too many requests (429) and too large ones (413): that Error has a `status` and no `problem`.
   */
  [Name in keyof Contract]: (input: Input<Name>) => Promise<Answer<Name>>;
};

export interface ClientOptions {
  /** Of the service, without a slash at its end. */
  baseUrl: string;
  /** Asked for at every request, so that it may be renewed. */
  token: () => string | Promise<string>;
}

/** A problem that the service answered; `problem.code` is stable, `problem.whoActs` says who must act. */
export type ServiceProblem = Error & { problem: ProblemDocument };

/** A client of the whole service, typed by its contracts. Runs in browsers, in Node and in workers. */
export function createClient({ baseUrl, token }: ClientOptions): Client {
  const call = async (name: keyof Contract, { params = {}, query = {}, body }: LooseInput) => {
    const { method, path } = OPERATIONS[name];
    const filled = path.replace(/\{(\w+)\}/g, (_, each: string) => encodeURIComponent(params[each] ?? ""));
    const search = new URLSearchParams(query).toString();
    const response = await fetch(`${baseUrl}${filled}${search && `?${search}`}`, {
      method,
      headers: {
        authorization: `Bearer ${await token()}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok) return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
    throw refusal(response.status, text);
  };
  const operations = Object.keys(OPERATIONS) as (keyof Contract)[];
  return Object.fromEntries(
    operations.map((name) => [name, (input: LooseInput) => call(name, input)]),
  ) as unknown as Client; // each by its contract: the table and the types come from the same
}

function refusal(status: number, text: string): Error {
  const isJson = text.startsWith("{");
  const problem = (isJson ? JSON.parse(text) : {}) as Partial<ProblemDocument>;
  if (problem.code === undefined)
    return Object.assign(new Error(`The request was refused: HTTP ${status}.`), { status });
  return Object.assign(new Error(`${problem.code}: ${problem.detail}`), { problem, status });
}

interface LooseInput {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
}
