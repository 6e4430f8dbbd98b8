import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createFetchClient } from "../../../lib/presign/multipart/fetch-client.ts";

const ends: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(ends.splice(0).map((end) => end())));

async function clientOf(answer: RequestListener, timeoutMs = 2_000) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ends.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const { port } = server.address() as AddressInfo;
  const client = createFetchClient({ host: "127.0.0.1", port, tls: false }, timeoutMs);
  return { seen, client, url: `http://127.0.0.1:${port}` };
}

it("sends what was signed as it stands, and answers what the store answered", async () => {
  const { seen, client, url } = await clientOf((_, response) =>
    response.writeHead(409, { ETag: '"e"' }).end("<Error/>"),
  );
  const path = "/b/run%201/%C3%BC%2B%25~%23%3F.bin%20?uploads=&X-User=a%27b";
  const exchanged = await client.send({ method: "POST", url: url + path });
  expect(seen).toEqual([`POST ${path}`]);
  const answer = exchanged.answered ? exchanged.answer : undefined;
  expect(answer).toMatchObject({ status: 409, headers: { etag: '"e"' } });
  expect(Buffer.from(answer?.body ?? []).toString()).toBe("<Error/>");
});

it("does not follow a redirect", async () => {
  const { seen, client, url } = await clientOf((_, response) =>
    response.writeHead(307, { location: "/elsewhere" }).end(),
  );
  const exchanged = await client.send({ method: "GET", url: `${url}/b` });
  expect(exchanged).toMatchObject({ answered: true, answer: { status: 307 } });
  expect(seen).toEqual(["GET /b"]);
});

it.each<[string, RequestListener, string]>([
  ["hangs", () => undefined, "The store did not answer within 0.2 s."],
  ["hangs up", ({ socket }) => socket.destroy(), "The connection to the store failed."],
  ["stops in the middle", (_, response) => response.write("<"), "The store did not answer within 0.2 s."],
  [
    "answers without end",
    (_, response) => response.end(Buffer.alloc(257 * 1024)),
    "The store answered with far more than was asked for.",
  ],
])("a store that %s has not answered", async (_, answer, message) => {
  const { client, url } = await clientOf(answer, message.includes("0.2") ? 200 : 2_000);
  expect(await client.send({ method: "GET", url: `${url}/b?X-Amz-Signature=1` })).toEqual({
    answered: false,
    message,
  });
});

it("sends nothing to another host, port or scheme", async () => {
  const { seen, client, url } = await clientOf((_, response) => response.end());
  const { port } = new URL(url);
  for (const other of [`http://localhost:${port}/`, `https://127.0.0.1:${port}/`, "http://127.0.0.1:1/"])
    await expect(client.send({ method: "GET", url: other })).rejects.toThrow("another host");
  expect(seen).toEqual([]);
});
