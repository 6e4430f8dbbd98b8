import { once } from "node:events";
import { createServer } from "node:http";

export interface ForgetfulProxy {
  endpoint: string;
  /** The next call of this DynamoDB operation (or the one `after` it) takes effect, but its answer gets lost. */
  loseNext(operation: string, after?: number): void;
  /** How many answers were lost. */
  lost(): number;
  close(): Promise<void>;
}

/** What dynalite wants to see of a request; it checks no signatures. */
const SIGNED = ["authorization", "content-type", "x-amz-date", "x-amz-target"];

/** Stands between a client and DynamoDB and loses answers, as networks do; the SDK then sends the call again. */
export async function startForgetfulProxy(target: string): Promise<ForgetfulProxy> {
  let losing: string | undefined;
  let spared = 0;
  let lost = 0;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const operation = String(request.headers["x-amz-target"]).split(".")[1];
    const lose = operation === losing && spared-- === 0;
    if (lose) losing = undefined;
    const headers = Object.fromEntries(SIGNED.map((name) => [name, String(request.headers[name])]));
    const answer = await fetch(target, { method: "POST", headers, body: Buffer.concat(parts) });
    const body = Buffer.from(await answer.arrayBuffer());
    if (lose) {
      lost++;
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    loseNext: (operation, after = 0) => {
      losing = operation;
      spared = after;
    },
    lost: () => lost,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
