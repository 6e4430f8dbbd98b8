import { PROBLEMS, type ProblemCode } from "../errors.ts";
import type { Route } from "./route.ts";

const OF_TOKEN: ProblemCode[] = ["auth.token_missing", "auth.token_invalid", "auth.keys_unavailable"];
const OF_BODY: ProblemCode[] = [
  "request.not_json",
  "request.invalid",
  "request.unknown_field",
  "request.too_large",
];
const OF_QUERY: ProblemCode[] = ["request.invalid", "request.unknown_field"];

/** Every code that a route can answer, its own and the HTTP layer's, in the order of the PROBLEMS table. */
export function problemsOf(route: Route): ProblemCode[] {
  const codes = new Set<string>([
    ...route.problems,
    ...(route.access === "token" ? OF_TOKEN : []),
    ...(route.body ? OF_BODY : []),
    ...(route.query ? OF_QUERY : []),
    "internal",
  ]);
  return (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => codes.has(code));
}
