import { connect } from "node:net";
import { serve } from "@hono/node-server";
import type { Hono } from "hono";

/** Serves an app over real HTTP on a free loopback port. */
export async function listen(app: Hono) {
  let port = 0;
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, (info) => {
      port = info.port;
      resolve(started);
    });
  });
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** Sends bytes as they are and returns everything that came back; `end` closes our side after the last one. */
export function sendRaw(
  port: number,
  parts: readonly (string | Uint8Array)[],
  end: boolean,
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.on("data", (data) => {
      answer += data.toString("latin1");
    });
    // A server that has answered may reset a sender that has not finished.
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer));
    for (const part of parts) socket.write(part);
    if (end) socket.end();
  });
}
