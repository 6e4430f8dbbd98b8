import type { CorsDialect } from "../../storage/cors-dialect.ts";
import type { CorsRule } from "../../storage/inspector.ts";

const METHODS = ["GET", "HEAD", "PUT"];

/**
 * What a page of this origin needs and no rule gives. Stores answer a preflight by one rule, so one has to have it all:
 * of the rules for the origin and a method, what the best of them lacks.
 */
export function lacksOf(rules: readonly CorsRule[], dialect: CorsDialect, origin: string): string[] {
  const forOrigin = rules.filter((rule) =>
    rule.origins.some((entry) => dialect.originMatches(entry, origin)),
  );
  if (forOrigin.length === 0) return [`the origin ${origin}`];
  const lacks = METHODS.flatMap((method) => {
    const forMethod = forOrigin.filter(({ methods }) => methods.includes(method) || methods.includes("*"));
    if (forMethod.length === 0) return [`${method} for ${origin}`];
    return leastOf(forMethod.map((rule) => headerLacks(rule, dialect, method, origin)));
  });
  return [...new Set(lacks)];
}

function headerLacks(rule: CorsRule, dialect: CorsDialect, method: string, origin: string): string[] {
  const has = (entries: readonly string[], name: string) =>
    entries.some((entry) => dialect.headerMatches(entry, name));
  const wanted = method === "PUT" ? dialect.uploadHeaders : ["content-type"];
  const unsent = wanted.filter((name) => !has(rule.requestHeaders, name));
  const unread = method === "PUT" && !has(rule.exposedHeaders, "etag");
  return [
    ...unsent.map((name) => `the request header ${name} for ${origin}`),
    ...(unread ? [`ETag among what pages of ${origin} may read`] : []),
  ];
}

function leastOf(lists: readonly string[][]): string[] {
  return lists.reduce((least, list) => (list.length < least.length ? list : least));
}
