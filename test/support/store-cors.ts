import type { Fault, Turn } from "./scripted-store.ts";

/** One rule of S3's CORS configuration. */
export interface CorsRule {
  origins: readonly string[];
  methods: readonly string[];
  headers: readonly string[];
}

/**
 * CORS as S3 does it, in front of a store whose own cannot be set: a preflight that no rule matches gets a 403, and
 * other answers get the headers of the rule that matches, or none. https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
 */
export function corsAsS3(...rules: CorsRule[]): Fault[] {
  const matching = (origin: string | undefined, method: string | undefined) =>
    rules.find(
      ({ origins, methods }) =>
        (origins.includes("*") || origins.includes(origin ?? "")) && methods.includes(method ?? ""),
    );

  const preflight = ({ seen, response }: Turn) => {
    const origin = seen.headers.origin;
    const method = seen.headers["access-control-request-method"];
    const asked = String(seen.headers["access-control-request-headers"] ?? "").split(",");
    const rule = matching(origin, method);
    const allowed = rule && asked.every((name) => rule.headers.includes("*") || rule.headers.includes(name));
    if (!rule || !allowed) {
      response.writeHead(403).end();
      return;
    }
    response.writeHead(200, {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": rule.methods.join(", "),
      "access-control-allow-headers": asked.join(", "),
    });
    response.end();
  };

  const plain = async ({ seen, forward, reply }: Turn) => {
    const { status, headers, body } = await forward({ dropHeaders: ["origin"] });
    const kept = Object.entries(headers).filter(([name]) => !name.startsWith("access-control-"));
    const rule = matching(seen.headers.origin, seen.method);
    const { origin } = seen.headers;
    const added = rule && origin ? { "access-control-allow-origin": origin } : {};
    reply({ status, headers: { ...Object.fromEntries(kept), ...added }, body });
  };

  return [
    { on: ["preflight"], act: preflight },
    { on: ["get", "put"], act: plain },
  ];
}
