import type { GcsBucket, GcsCorsRule } from "./gcs-bucket.ts";
import type { GcsRequest } from "./gcs-request.ts";

/**
 * What Cloud Storage adds to an answer for a page of another origin. Names are matched exactly, but for the case of
 * headers; `*` stands for all. Where no rule matches it adds nothing, and the browser refuses.
 * https://cloud.google.com/storage/docs/cross-origin
 */
export function corsHeaders({ cors }: GcsBucket, { headers, method }: GcsRequest): Record<string, string> {
  const origin = headers.get("origin");
  const rule = cors.find((each) => allows(each.origin, origin) && allows(each.method, method));
  if (origin === undefined || rule === undefined) return {};
  const exposed = rule.responseHeader?.join(", ");
  return {
    ...originHeaders(rule, origin),
    ...(exposed && { "access-control-expose-headers": exposed }),
  };
}

/** The answer to a preflight is a 200 either way; only its headers tell. */
export function preflightHeaders({ cors }: GcsBucket, { headers }: GcsRequest): Record<string, string> {
  const origin = headers.get("origin");
  const method = headers.get("access-control-request-method");
  const asked = (headers.get("access-control-request-headers") ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  const rule = cors.find(
    (each) =>
      allows(each.origin, origin) &&
      allows(each.method, method) &&
      asked.every((name) => allows(lowerCased(each.responseHeader), name)),
  );
  if (origin === undefined || method === undefined || rule === undefined) return {};
  const allowed = rule.responseHeader?.includes("*") ? asked : (rule.responseHeader ?? []);
  return {
    ...originHeaders(rule, origin),
    "access-control-allow-methods": rule.method?.includes("*") ? method : (rule.method ?? []).join(", "),
    ...(allowed.length > 0 && { "access-control-allow-headers": allowed.join(", ") }),
    ...(rule.maxAgeSeconds !== undefined && { "access-control-max-age": String(rule.maxAgeSeconds) }),
  };
}

function originHeaders({ origin: origins = [] }: GcsCorsRule, origin: string): Record<string, string> {
  return origins.includes("*")
    ? { "access-control-allow-origin": "*" }
    : { "access-control-allow-origin": origin, vary: "Origin" };
}

function allows(list: readonly string[] = [], value: string | undefined): boolean {
  return value !== undefined && (list.includes("*") || list.includes(value));
}

function lowerCased(names: readonly string[] = []): string[] {
  return names.map((name) => name.toLowerCase());
}
