import { once } from "node:events";
import { createServer, type Socket } from "node:net";

/** Somebody at a port who should not be connected to, or who answers in a way of its own. */
export interface TcpListener {
  port: number;
  /** TCP connections so far. */
  connections: number;
  close(): Promise<void>;
}

/** `act` gets every connection once its first bytes have come; without it they are only counted. */
export async function startTcpListener(
  host: string,
  { port = 0, act }: { port?: number; act?: (socket: Socket) => void } = {},
): Promise<TcpListener> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    listener.connections += 1;
    open.add(socket);
    socket.on("error", () => undefined);
    if (act) socket.once("data", () => act(socket));
  });
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The listener has no port.");
  const listener: TcpListener = {
    port: address.port,
    connections: 0,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
  return listener;
}
