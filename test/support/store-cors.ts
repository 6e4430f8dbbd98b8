import type { Fault, SeenRequest, Turn } from "./scripted-store.ts";

/** One rule of S3's CORS configuration. */
export interface CorsRule {
  origins: readonly string[];
  methods: readonly string[];
  /** Request headers that pages may send, in lower case; `*` for all. */
  headers: readonly string[];
  /** Response headers that pages may read, besides the few that they always may. */
  exposed?: readonly string[];
}

/**
 * CORS as S3 does it, in front of a store whose own cannot be set: a preflight that no rule matches gets a 403, and
 * other answers get the headers of the first rule that matches, or none.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
 */
export function corsAsS3(...rules: CorsRule[]): Fault[] {
  const matching = (origin: string | undefined, method: string | undefined, asked: readonly string[] = []) =>
    rules.find(
      ({ origins, methods, headers }) =>
        allows(origins, origin) && allows(methods, method) && asked.every((name) => allows(headers, name)),
    );

  const preflight = ({ seen, response }: Turn) => {
    const { origin } = seen.headers;
    const asked = askedHeaders(seen);
    const rule = matching(origin, String(seen.headers["access-control-request-method"]), asked);
    if (!rule) {
      response.writeHead(403).end();
      return;
    }
    response.writeHead(200, {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": rule.methods.join(", "),
      "access-control-allow-headers": asked.join(", "),
      ...exposure(rule),
    });
    response.end();
  };

  const plain = async ({ seen, forward, reply }: Turn) => {
    const { status, headers, body } = await forward({ dropHeaders: ["origin"] });
    const kept = Object.entries(headers).filter(([name]) => !name.startsWith("access-control-"));
    const { origin } = seen.headers;
    const rule = origin && matching(origin, seen.method);
    const added = rule ? { "access-control-allow-origin": origin, ...exposure(rule) } : {};
    reply({ status, headers: { ...Object.fromEntries(kept), ...added }, body });
  };

  return [
    { on: ["preflight"], act: preflight },
    { on: ["get", "head", "put"], act: plain },
    { on: ["settings"], act: (turn) => settings(turn, rules) },
  ];
}

/** What the bucket says of its CORS when it is asked. */
function settings({ seen, response, carryOn }: Turn, rules: readonly CorsRule[]): void | Promise<void> {
  if (!seen.url.includes("cors=")) return carryOn();
  if (rules.length === 0) {
    const none = "<Error><Code>NoSuchCORSConfiguration</Code></Error>";
    response.writeHead(404, { "content-type": "application/xml" }).end(none);
    return;
  }
  const all = (name: string, values: readonly string[] = []) =>
    values.map((value) => `<${name}>${value}</${name}>`).join("");
  const documents = rules.map(
    ({ origins, methods, headers, exposed }) =>
      `<CORSRule>${all("AllowedOrigin", origins)}${all("AllowedMethod", methods)}` +
      `${all("AllowedHeader", headers)}${all("ExposeHeader", exposed)}</CORSRule>`,
  );
  response
    .writeHead(200, { "content-type": "application/xml" })
    .end(`<CORSConfiguration>${documents.join("")}</CORSConfiguration>`);
}

function allows(list: readonly string[], value: string | undefined): boolean {
  return value !== undefined && (list.includes("*") || list.includes(value));
}

function askedHeaders({ headers }: SeenRequest): string[] {
  return String(headers["access-control-request-headers"] ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
}

function exposure({ exposed = [] }: CorsRule): Record<string, string> {
  return exposed.length === 0 ? {} : { "access-control-expose-headers": exposed.join(", ") };
}
