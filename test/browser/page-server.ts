import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

interface PageServer {
  /** Of localhost, by name: the local S3 store lets in no other page. */
  origin: string;
  close(): Promise<void>;
}

const read = (name: string) => readFileSync(new URL(`./page/${name}`, import.meta.url));

/** The front end's static page on an origin of its own, with files that it can upload, by name. */
export async function startPageServer(files: Readonly<Record<string, Uint8Array>> = {}): Promise<PageServer> {
  const served = new Map<string, { type: string; body: Uint8Array }>([
    ["/", { type: "text/html", body: read("index.html") }],
    ["/front-end.js", { type: "text/javascript", body: read("front-end.js") }],
    ...Object.entries(files).map(
      ([name, body]) => [`/${name}`, { type: "application/octet-stream", body }] as const,
    ),
  ]);
  const server = createServer(({ url = "" }, response) => {
    const found = served.get(url);
    if (found === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": found.type, "cache-control": "no-store" }).end(found.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
