import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Rejects with one sentence when nothing can listen on `port` of the loopback address.
 * `what` says what the port is for, as in "the BYOB service". Port 0 is always free.
 */
export async function assertFree(port: number, what: string): Promise<void> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(
      `${port} is not a port for ${what}; use a number from 1 to 65535, as in ${example(port)}.`,
    );
  }
  const server = createServer();
  try {
    server.listen({ port, host: "127.0.0.1", exclusive: true });
    await once(server, "listening");
  } catch (cause) {
    const why = codeOf(cause) === "EADDRINUSE" ? "is taken" : "cannot be opened";
    throw new Error(
      `Port ${port} ${why}, and ${what} needs it; end the program that uses it, or choose another: ${example(port)}`,
      { cause },
    );
  }
  const closed = once(server, "close");
  server.close();
  await closed;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function example(port: number): string {
  return `PORT=${port === 9000 ? 9500 : 9000} npm start`;
}
