import { expect, test } from "vitest";
import { addressesBeyondLoopback } from "./net-log.ts";

const logEventTypes = { TCP_CONNECT_ATTEMPT: 1, UDP_CONNECT: 2, UDP_BYTES_SENT: 3 };
const event = (type: number, id: number, address?: string) => ({
  type,
  source: { id },
  params: address === undefined ? {} : { address },
});
const log = (...events: object[]) => JSON.stringify({ constants: { logEventTypes }, events });

test("loopback alone is nobody beyond this machine", () => {
  const connections = [event(1, 1, "127.0.0.1:4000"), event(1, 2, "[::1]:4000")];
  expect(addressesBeyondLoopback(log(...connections))).toEqual([]);
});

test("a connection is seen, and a datagram, but not a socket that sends nothing", () => {
  const asked = event(2, 1, "[2001:4860:4860::8888]:443");
  const lookedUp = [event(2, 2, "192.0.2.53:53"), event(3, 2)];
  const connected = event(1, 3, "192.0.2.1:443");
  expect(addressesBeyondLoopback(log(asked, ...lookedUp, connected))).toEqual([
    "192.0.2.1:443",
    "192.0.2.53:53",
  ]);
});

test("a log that names its events otherwise proves nothing", () => {
  const unknown = JSON.stringify({ constants: { logEventTypes: {} }, events: [] });
  expect(() => addressesBeyondLoopback(unknown)).toThrow("other events than this suite knows");
});
