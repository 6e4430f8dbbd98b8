import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { createStoreClient } from "../../../lib/buckets/connecting/store-client.ts";
import { startTcpListener, type TcpListener } from "../../support/tcp-listener.ts";

const TIMEOUT_MS = 400;
const TOO_LONG = "The store did not answer within 0.4 s.";
const TOO_MUCH = "The store answered with far more than was asked for.";
const BROKEN_OFF = "The store broke off the connection before it answered.";

let store: TcpListener;
afterEach(() => store.close());

async function askedOf(act: (socket: Socket) => void) {
  store = await startTcpListener("127.0.0.1", { act });
  const reach = { host: "127.0.0.1", port: store.port, tls: false };
  const client = createStoreClient(reach, [{ address: "127.0.0.1", family: 4 }], TIMEOUT_MS);
  const exchange = await client.send({ method: "GET", url: `http://127.0.0.1:${store.port}/x` });
  await client.close();
  return exchange;
}

/** As fast as the client takes it, for ever. */
const flood = (head: string, more: string) => (socket: Socket) => {
  socket.write(head);
  const pour = () => {
    while (!socket.destroyed && socket.write(more));
  };
  socket.on("drain", pour);
  pour();
};

/** A little now and then, for ever. */
const drip = (head: string, more: string) => (socket: Socket) => {
  socket.write(head);
  const timer = setInterval(() => socket.write(more), 20);
  socket.on("close", () => clearInterval(timer));
};

const OK = "HTTP/1.1 200 OK\r\n";
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`;
const KILOBYTE = "x".repeat(1_024);

test.each<[what: string, act: (socket: Socket) => void, message: string]>([
  ["no answer", () => undefined, TOO_LONG],
  ["a body without end", flood(`${OK}\r\n`, KILOBYTE), TOO_MUCH],
  ["chunks without end", flood(CHUNKED, `400\r\n${KILOBYTE}\r\n`), TOO_MUCH],
  ["a length that it does not send", flood(`${OK}content-length: 262145\r\n\r\n`, KILOBYTE), TOO_MUCH],
  ["a body that drips", drip(`${OK}\r\n`, "x"), TOO_LONG],
  ["a body that stops", drip(`${OK}content-length: 10\r\n\r\nx`, ""), TOO_LONG],
  ["a chunk's extension that drips", drip(`${CHUNKED}1;`, "x"), TOO_LONG],
  ["headers without end", flood(OK, `x-filler: ${KILOBYTE}\r\n`), TOO_MUCH],
  ["one header without end", flood(`${OK}x-filler: `, KILOBYTE), TOO_MUCH],
  ["headers that drip", drip(OK, "x-filler: 1\r\n"), TOO_LONG],
  ["a header that drips", drip(`${OK}x-filler: `, "x"), TOO_LONG],
  ["a status line that drips", drip("HTTP/1.1 200 ", "x"), TOO_LONG],
  ["trailers without end", flood(`${CHUNKED}0\r\n`, `x-filler: ${KILOBYTE}\r\n`), TOO_MUCH],
  ["hints without end", drip("", "HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n"), TOO_LONG],
  ["100 Continue", drip("", "HTTP/1.1 100 Continue\r\n\r\n"), BROKEN_OFF],
  [
    "another protocol",
    flood("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n", KILOBYTE),
    BROKEN_OFF,
  ],
  [
    "what is not HTTP",
    (socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"),
    "What the store answered is not HTTP.",
  ],
  ["nothing, and hangs up", (socket) => socket.end(), BROKEN_OFF],
  ["a reset", (socket) => socket.resetAndDestroy(), BROKEN_OFF],
])("a store that answers with %s is given up", async (_, act, message) => {
  expect(await askedOf(act)).toEqual({ answered: false, message });
});

test("what is packed stays so: nothing unfolds to gigabytes", async () => {
  const packed = gzipSync(Buffer.alloc(100_000_000));
  const head = `${OK}content-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`;
  const exchange = await askedOf((socket) => socket.end(Buffer.concat([Buffer.from(head), packed])));
  expect(exchange).toMatchObject({ answered: true, answer: { status: 200 } });
  expect(exchange.answered && exchange.answer.body.byteLength).toBe(packed.length);
});

test("a redirect is an answer like any other", async () => {
  const other = await startTcpListener("127.0.0.1");
  const location = `http://127.0.0.1:${other.port}/`;
  const exchange = await askedOf((socket) =>
    socket.end(`HTTP/1.1 307 Elsewhere\r\nlocation: ${location}\r\ncontent-length: 0\r\n\r\n`),
  );
  expect(exchange).toMatchObject({ answered: true, answer: { status: 307, headers: { location } } });
  expect(other.connections).toBe(0);
  await other.close();
});
