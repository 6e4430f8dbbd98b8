import { Socket } from "node:net";

/** Every TCP connection that this process tries to make, as `<IP address>:<port>`. */
export interface ConnectionWatch {
  attempts: string[];
  stop(): void;
}

/** Sees what any client of this process does, TLS ones too, whether somebody listens there or not. */
export function watchConnections(): ConnectionWatch {
  const attempts: string[] = [];
  const { connect } = Socket.prototype;
  function watched(this: Socket, ...args: unknown[]): Socket {
    this.on("connectionAttempt", (ip: string, port: number) => {
      attempts.push(ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`);
    });
    return Reflect.apply(connect, this, args);
  }
  Object.assign(Socket.prototype, { connect: watched });
  return {
    attempts,
    stop: () => {
      Object.assign(Socket.prototype, { connect });
    },
  };
}
