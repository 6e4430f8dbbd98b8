import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openConnection } from "../../../lib/buckets/connecting/connection.ts";
import { reachEndpoint } from "../../../lib/buckets/connecting/reach-endpoint.ts";
import { createStoreClient } from "../../../lib/buckets/connecting/store-client.ts";

const TIMEOUT_MS = 2_000;
const LOOPBACK = [{ address: "127.0.0.1", family: 4 as const }];
/** Another address of this machine, at which nothing listens. */
const DEAD = { address: "127.0.0.99", family: 4 as const };

let server: Server;
let port: number;
let connections = 0;
let requests: IncomingMessage[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request);
    response.end("here");
  });
  server.on("connection", () => {
    connections += 1;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = portOf(server);
});
beforeEach(() => {
  connections = 0;
  requests = [];
});
afterAll(() => server.close());

function portOf(listening: { address(): unknown }): number {
  const address = listening.address();
  if (typeof address !== "object" || address === null || !("port" in address)) throw new Error("No port");
  return Number(address.port);
}

test("a name that resolves to loopback is refused when it is not registered, and nothing is connected to", async () => {
  const reach = { host: "localhost", port, tls: false };
  const connection = openConnection(reach, { registered: false, timeoutMs: TIMEOUT_MS });
  expect(await connection.admission()).toMatchObject({ outcome: "refused" });
  await expect(connection.reached()).rejects.toThrow("not admitted");
  await expect(connection.client()).rejects.toThrow("not admitted");
  await connection.close();
  expect(connections).toBe(0);
});

test("a registered one is admitted, reached and spoken to", async () => {
  const reach = { host: "localhost", port, tls: false };
  const connection = openConnection(reach, { registered: true, timeoutMs: TIMEOUT_MS });
  expect(await connection.reached()).toEqual({ ok: true });
  const client = await connection.client();
  const sent = await client.send({ method: "GET", url: `http://localhost:${port}/x` });
  expect(sent).toMatchObject({ answered: true, answer: { status: 200 } });
  await connection.close();
});

test("what is connected to is the address that was admitted, not what DNS says later", async () => {
  const reach = { host: "store.acme.invalid", port, tls: false };
  expect(await reachEndpoint(reach, LOOPBACK, TIMEOUT_MS)).toEqual({ ok: true });
  const client = createStoreClient(reach, LOOPBACK, TIMEOUT_MS);
  const sent = await client.send({ method: "GET", url: `http://store.acme.invalid:${port}/a%20b?c=%2F` });
  await client.close();
  expect(sent.answered).toBe(true);
  expect(requests[0]?.headers.host).toBe(`store.acme.invalid:${port}`);
  expect(requests[0]?.url).toBe("/a%20b?c=%2F");
});

test("a grant for another host, port or scheme is not sent", async () => {
  const client = createStoreClient({ host: "127.0.0.1", port, tls: false }, LOOPBACK, TIMEOUT_MS);
  for (const url of [
    `http://localhost:${port}/`,
    "http://127.0.0.1/",
    `https://127.0.0.1:${port}/`,
    `http://127.0.0.1@other.test:${port}/`,
  ])
    await expect(client.send({ method: "GET", url })).rejects.toThrow("another host");
  await client.close();
  expect(requests).toEqual([]);
});

test("a host with an address that does not answer is reached at its next one, in one span of time", async () => {
  const reach = { host: "store.acme.invalid", port, tls: false };
  const addresses = [DEAD, ...LOOPBACK];
  expect(await reachEndpoint(reach, addresses, TIMEOUT_MS)).toEqual({ ok: true });
  const client = createStoreClient(reach, addresses, TIMEOUT_MS);
  const sent = await client.send({ method: "GET", url: `http://store.acme.invalid:${port}/` });
  await client.close();
  expect(sent.answered).toBe(true);
});

test("a request whose connection breaks off is sent again, but for one that is to be sent once", async () => {
  let received = 0;
  const breaking = createServer((request) => {
    received += 1;
    request.socket.destroy();
  });
  breaking.listen(0, "127.0.0.1");
  await once(breaking, "listening");
  const at = portOf(breaking);
  const client = createStoreClient({ host: "127.0.0.1", port: at, tls: false }, LOOPBACK, TIMEOUT_MS);
  const sent = { method: "POST", url: `http://127.0.0.1:${at}/` };
  expect(await client.send({ ...sent, once: true })).toMatchObject({ answered: false });
  expect(received).toBe(1);
  expect(await client.send(sent)).toMatchObject({ answered: false });
  expect(received).toBe(3);
  await client.close();
  breaking.close();
});

test("where no address answers, the step and the reason are told", async () => {
  const reach = { host: "store.acme.invalid", port, tls: false };
  expect(await reachEndpoint(reach, [DEAD, { ...DEAD, address: "127.0.0.98" }], TIMEOUT_MS)).toMatchObject({
    ok: false,
    step: "TCP",
    definite: true,
    message: expect.stringContaining("nothing listens on that port"),
  });
});
