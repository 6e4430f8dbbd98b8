import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type SsrfBench, startSsrfBench } from "./ssrf-bench.ts";

let bench: SsrfBench;
let answer = "";

beforeAll(async () => {
  bench = await startSsrfBench({
    registered: (port) => [`s3://a:b@127.0.0.1:${port}/acme-data?region=us-east-1`],
    deployments: ["dedicated"],
    act: (socket) => socket.end(`${answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`),
  });
});
afterAll(() => bench.close());
afterEach(() => expect(bench.listeners.slice(1).every(({ connections }) => connections === 0)).toBe(true));

const LOCATIONS: [what: string, location: (ports: { store: number; other: number }) => string][] = [
  ["another port of the same host", ({ other }) => `http://127.0.0.1:${other}/acme-data`],
  ["another host", ({ store }) => `http://127.0.0.2:${store}/acme-data`],
  ["another host, without a scheme", ({ store }) => `//127.0.0.2:${store}/acme-data`],
  ["another host in IPv6", ({ store }) => `http://[::1]:${store}/`],
  ["another host with https", ({ store }) => `https://127.0.0.2:${store}/`],
  ["a metadata address", () => "http://169.254.169.254/latest/meta-data/"],
  ["a name", () => "http://metadata.google.internal/"],
  ["a file", () => "file:///etc/passwd"],
  ["itself", ({ store }) => `http://127.0.0.1:${store}/acme-data/`],
];

const ports = () => ({ store: bench.port, other: bench.listeners[3]?.port ?? 0 });
const validate = () =>
  bench.validate("dedicated", { address: `s3://127.0.0.1:${bench.port}/acme-data?region=us-east-1` });

describe.each([300, 301, 302, 303, 305, 307, 308])("a store that answers %i", (status) => {
  test.each(LOCATIONS)("and names %s is not followed", async (_, location) => {
    answer = `HTTP/1.1 ${status} Elsewhere\r\nlocation: ${location(ports())}`;
    const before = bench.connections();
    const { attempts, asked, valid, amiss } = await validate();
    expect({ asked, valid, amiss }).toEqual({
      asked: [],
      valid: false,
      amiss: "credentials-accepted inconclusive",
    });
    expect(new Set(attempts)).toEqual(new Set([`127.0.0.1:${bench.port}`]));
    expect(bench.connections() - before).toBe(attempts.length);
  });
});

test.each([
  ["refresh", () => `0; url=http://127.0.0.2:${ports().store}/`],
  [
    "alt-svc",
    () => `h2="127.0.0.2:${ports().store}"; ma=86400; persist=1, http/1.1="127.0.0.2:${ports().store}"`,
  ],
  ["link", () => `<http://127.0.0.2:${ports().store}>; rel=preconnect`],
  ["x-amz-bucket-region", () => `@127.0.0.2:${ports().store}/`],
  ["content-location", () => `http://127.0.0.2:${ports().store}/`],
])("the header %s leads nowhere", async (name, value) => {
  for (const line of [
    "200 OK",
    "301 Moved Permanently",
    "400 Bad Request",
    "401 Unauthorized",
    "407 Proxy",
  ]) {
    answer = `HTTP/1.1 ${line}\r\n${name}: ${value()}`;
    const { attempts, asked, valid } = await validate();
    expect({ asked, valid }).toEqual({ asked: [], valid: false });
    expect(new Set(attempts)).toEqual(new Set([`127.0.0.1:${bench.port}`]));
  }
});
