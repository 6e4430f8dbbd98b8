import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { exposes, originProblem, preflightProblem } from "../../lib/buckets/browser/cors-verdict.ts";
import { type FrontEnd, openFrontEnd } from "./front-end.ts";
import { startPageServer } from "./page-server.ts";

/** An answer's status and headers; `ORIGIN` in them stands for the page's. */
interface Scripted {
  status?: number;
  headers: Record<string, string>;
}

const ORIGIN = "ORIGIN";
const KIND = {
  "access-control-allow-origin": ORIGIN,
  "access-control-allow-methods": "PUT",
  "access-control-allow-headers": "content-type",
};

let pages: Awaited<ReturnType<typeof startPageServer>>;
let frontEnd: FrontEnd;
let script: Record<"preflight" | "answer", Scripted>;
const store = createServer((request, response) => {
  const { status = 200, headers } = request.method === "OPTIONS" ? script.preflight : script.answer;
  request.resume().once("end", () => response.writeHead(status, forPage(headers)).end());
});
const forPage = (headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replace(ORIGIN, pages.origin)]),
  );

beforeAll(async () => {
  pages = await startPageServer();
  frontEnd = await openFrontEnd(pages.origin);
  store.listen(0, "127.0.0.1");
  await once(store, "listening");
});
afterAll(async () => {
  await frontEnd.close();
  await pages.close();
  store.closeAllConnections();
  store.close();
});

let count = 0;
/** Has the page send a request, to an address of its own so that no earlier preflight counts. */
const ask = (method: string) => {
  const url = `http://127.0.0.1:${(store.address() as AddressInfo).port}/${count++}`;
  const headers = { "content-type": "application/x-wandb-run" };
  return frontEnd.ask({ grant: { method, url, headers }, ...(method === "PUT" && { body: "x" }) });
};
const answerOf = ({ status = 200, headers }: Scripted) => ({
  status,
  headers: forPage(headers),
  body: new Uint8Array(),
});

const allow = (what: string, value: string) => ({ [`access-control-allow-${what}`]: value });
const PREFLIGHTS: { method?: string; status?: number; headers: Record<string, string> }[] = [
  { headers: KIND },
  { headers: {} },
  { status: 204, headers: KIND },
  { status: 299, headers: KIND },
  { status: 301, headers: { ...KIND, location: "/elsewhere" } },
  { status: 403, headers: KIND },
  { status: 404, headers: {} },
  { status: 503, headers: KIND },
  { headers: { ...KIND, ...allow("origin", "*") } },
  { headers: { ...KIND, ...allow("origin", "null") } },
  { headers: { ...KIND, ...allow("origin", "") } },
  { headers: { ...KIND, ...allow("origin", `${ORIGIN}/`) } },
  { headers: { ...KIND, ...allow("origin", `${ORIGIN}, ${ORIGIN}`) } },
  { headers: { ...KIND, ...allow("origin", "http://localhost:*") } },
  { headers: { ...KIND, ...allow("methods", "GET, HEAD, PUT") } },
  { headers: { ...KIND, ...allow("methods", "GET,PUT") } },
  { headers: { ...KIND, ...allow("methods", "put") } },
  { headers: { ...KIND, ...allow("methods", "*") } },
  { headers: { ...KIND, ...allow("methods", "") } },
  { headers: { ...KIND, ...allow("methods", "GET PUT") } },
  { headers: { ...KIND, ...allow("headers", "Content-MD5, Content-Type") } },
  { headers: { ...KIND, ...allow("headers", "*") } },
  { headers: { ...KIND, ...allow("headers", "content-*") } },
  { headers: { ...KIND, ...allow("headers", "") } },
  { method: "GET", headers: KIND },
  { method: "GET", headers: { ...KIND, ...allow("headers", "content-md5") } },
  { method: "HEAD", headers: { ...KIND, ...allow("methods", "") } },
];

it.each(PREFLIGHTS)(
  "a preflight is judged as Chromium does: %j",
  async ({ method = "PUT", ...preflight }) => {
    script = { preflight, answer: { headers: allow("origin", "*") } };
    const problem = preflightProblem(answerOf(preflight), {
      origin: pages.origin,
      method,
      headers: ["content-type"],
    });
    const seen = await ask(method);
    expect(seen.allowed, `${seen.refusal} against ${problem}`).toBe(problem === undefined);
  },
);

it.each([ORIGIN, "*", undefined, "", "null", `${ORIGIN}/`, `*, ${ORIGIN}`, "http://localhost"])(
  "an answer that allows %j is judged as Chromium does",
  async (origin) => {
    const answer = { headers: origin === undefined ? {} : allow("origin", origin) };
    script = { preflight: { headers: KIND }, answer };
    const problem = originProblem(answerOf(answer), pages.origin);
    const seen = await ask("PUT");
    expect(seen.allowed, `${seen.refusal} against ${problem}`).toBe(problem === undefined);
  },
);

it.each(["ETag", "etag", "*", undefined, "", "x-amz-request-id,ETag", "x-amz-request-id", "E*", "*, x"])(
  "an answer that exposes %j is read as Chromium does",
  async (exposed) => {
    const headers = { etag: '"1"', ...allow("origin", "*") };
    const answer = {
      headers: exposed === undefined ? headers : { ...headers, "access-control-expose-headers": exposed },
    };
    script = { preflight: { headers: KIND }, answer };
    expect((await ask("PUT")).etag).toBe(exposes(answerOf(answer), "etag") ? '"1"' : null);
  },
);
