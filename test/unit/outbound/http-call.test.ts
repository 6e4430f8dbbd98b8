import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { callByFetch } from "../../../lib/outbound/call-by-fetch.ts";
import { callByNode } from "../../../lib/outbound/call-by-node.ts";
import type { HttpCall } from "../../../lib/outbound/http-call.ts";
import { startTcpListener } from "../../support/tcp-listener.ts";

const CALLS: [name: string, call: HttpCall][] = [
  ["Node's own client", callByNode],
  ["fetch", callByFetch],
];
const LIMITS = { timeoutMs: 3_000, maxBytes: 1_000 };
const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serving(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/path`);
}

async function answering(text: string): Promise<URL> {
  const listener = await startTcpListener("127.0.0.1", { act: (socket) => socket.write(text) });
  closers.push(listener.close);
  return new URL(`http://127.0.0.1:${listener.port}/`);
}

describe.each(CALLS)("a call by %s", (_name, call) => {
  test("sends what it is given, and gives status and text", async () => {
    const url = await serving(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const { "x-sent": sent, "content-length": length } = request.headers;
      response.writeHead(418).end(`${request.method} ${request.url} ${sent} ${length} ${body}`);
    });
    const headers = { "x-sent": "yes" };
    expect(await call({ method: "POST", url, headers, body: "ü=1", ...LIMITS })).toEqual({
      status: 418,
      text: "POST /path yes 4 ü=1",
    });
    const { text } = await call({ method: "GET", url, ...LIMITS });
    expect(text).toBe("GET /path undefined undefined ");
  });

  test("does not go where a redirect leads", async () => {
    const visited: (string | undefined)[] = [];
    const url = await serving((request, response) => {
      visited.push(request.url);
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    await call({ method: "POST", url, body: "x", ...LIMITS }).catch(() => undefined);
    expect(visited).toEqual(["/path"]);
  });

  test("joins characters that come in pieces", async () => {
    const [first, second] = [Buffer.from("ü").subarray(0, 1), Buffer.from("ü").subarray(1)];
    const url = await serving((_request, response) => {
      response.write(first);
      setTimeout(() => response.end(second), 20);
    });
    expect(await call({ method: "GET", url, ...LIMITS })).toEqual({ status: 200, text: "ü" });
  });

  test("takes an answer of the size, and no larger one", async () => {
    const url = await serving((request, response) => {
      response.end("x".repeat(request.method === "GET" ? 1_000 : 1_001));
    });
    expect((await call({ method: "GET", url, ...LIMITS })).text).toHaveLength(1_000);
    await expect(call({ method: "POST", url, ...LIMITS })).rejects.toThrow();
  });

  test("does not read an answer without end", async () => {
    const url = await serving((_request, response) => {
      const flood = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      };
      response.on("drain", flood);
      flood();
    });
    await expect(call({ method: "GET", url, ...LIMITS })).rejects.toThrow();
  });

  test.each([
    ["nothing comes", ""],
    ["only headers come", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n"],
    ["half an answer comes", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab"],
  ])("gives up in time when %s", async (_what, sent) => {
    const url = await answering(sent);
    await expect(call({ method: "GET", url, timeoutMs: 100, maxBytes: 1_000 })).rejects.toThrow();
  });

  test("unpacks an answer that is packed all the same, and counts it unpacked", async () => {
    const url = await serving((request, response) => {
      response.setHeader("content-encoding", "gzip");
      response.end(gzipSync("x".repeat(request.method === "GET" ? 1_000 : 1_000_000)));
    });
    expect(await call({ method: "GET", url, ...LIMITS })).toEqual({ status: 200, text: "x".repeat(1_000) });
    await expect(call({ method: "POST", url, ...LIMITS })).rejects.toThrow("larger than 1000 bytes");
  });

  test("rejects an answer that switches protocols", async () => {
    const switching = "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n";
    const url = await answering(switching);
    await expect(call({ method: "GET", url, ...LIMITS })).rejects.toThrow();
  });

  test("rejects an answer that is cut off", async () => {
    const listener = await startTcpListener("127.0.0.1", {
      act: (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab"),
    });
    closers.push(listener.close);
    const url = new URL(`http://127.0.0.1:${listener.port}/`);
    await expect(call({ method: "GET", url, ...LIMITS })).rejects.toThrow();
  });

  test("rejects where nobody listens", async () => {
    const listener = await startTcpListener("127.0.0.1");
    await listener.close();
    const url = new URL(`http://127.0.0.1:${listener.port}/`);
    await expect(call({ method: "GET", url, ...LIMITS })).rejects.toThrow();
  });
});

describe("Node's own client", () => {
  const OK = "HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nok";

  /** Answers the first request of each connection; what the second one meets is `then`. */
  async function answeringOnce(then: (socket: Socket) => void) {
    const listener = await startTcpListener("127.0.0.1", {
      act: (socket) => {
        socket.write(OK);
        socket.once("data", () => then(socket));
      },
    });
    closers.push(listener.close);
    const url = new URL(`http://127.0.0.1:${listener.port}/`);
    const post = () => callByNode({ method: "POST", url, body: "x", ...LIMITS });
    return { listener, post };
  }

  test("asks again when a kept connection turns out to be closed", async () => {
    const { listener, post } = await answeringOnce((socket) => socket.resetAndDestroy());
    for (let asked = 1; asked <= 3; asked += 1) {
      expect(await post()).toEqual({ status: 200, text: "ok" });
      expect(listener.connections).toBe(asked);
    }
  });

  test("asks again once only, on a new connection, however many are kept", async () => {
    const { listener, post } = await answeringOnce((socket) => socket.resetAndDestroy());
    await Promise.all(Array.from({ length: 8 }, () => post()));
    expect(listener.connections).toBe(8);
    expect(await post()).toEqual({ status: 200, text: "ok" });
    expect(listener.connections).toBe(9);
  });

  test("keeps to one time for both", async () => {
    let connections = 0;
    const listener = await startTcpListener("127.0.0.1", {
      act: (socket) => {
        connections += 1;
        if (connections > 1) return; // says nothing
        socket.write(OK);
        socket.once("data", () => setTimeout(() => socket.resetAndDestroy(), 900));
      },
    });
    closers.push(listener.close);
    const url = new URL(`http://127.0.0.1:${listener.port}/`);
    const post = (timeoutMs: number) =>
      callByNode({ method: "POST", url, body: "x", timeoutMs, maxBytes: 1_000 });
    await post(3_000);
    const startedAt = performance.now();
    await expect(post(1_000)).rejects.toThrow();
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });

  test("does not ask again on a connection that was new", async () => {
    const listener = await startTcpListener("127.0.0.1", { act: (socket) => socket.resetAndDestroy() });
    closers.push(listener.close);
    const url = new URL(`http://127.0.0.1:${listener.port}/`);
    await expect(callByNode({ method: "POST", url, body: "x", ...LIMITS })).rejects.toThrow("ECONNRESET");
    expect(listener.connections).toBe(1);
  });

  test("does not ask again once an answer has begun", async () => {
    const { listener, post } = await answeringOnce((socket) => {
      socket.write(OK.slice(0, -1));
      setTimeout(() => socket.resetAndDestroy(), 50);
    });
    await post();
    await expect(post()).rejects.toThrow();
    expect(listener.connections).toBe(1);
  });

  test("rejects what is packed, and cut off or broken", async () => {
    for (const body of [gzipSync("x".repeat(900)).subarray(0, 20), Buffer.from("no gzip")]) {
      const url = await serving((_request, response) => {
        response.setHeader("content-encoding", "gzip");
        response.end(body);
      });
      await expect(callByNode({ method: "GET", url, ...LIMITS })).rejects.toThrow();
    }
  });

  test("says that it does not read what is packed in another way", async () => {
    const url = await answering("HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-length: 1\r\n\r\nx");
    await expect(callByNode({ method: "GET", url, ...LIMITS })).rejects.toThrow("in another way than gzip");
  });
});
