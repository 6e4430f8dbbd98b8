import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { assertFree } from "../../../functions/local/ports.ts";

const server = createServer();
afterEach(() => {
  server.close();
});

async function listen(host: string): Promise<number> {
  server.listen(0, host);
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

test.each(["127.0.0.1", "0.0.0.0"])(
  "names a port that is taken on %s, what needs it and what to do",
  async (host) => {
    const port = await listen(host);
    await expect(assertFree(port, "the BYOB service")).rejects.toThrow(
      `Port ${port} is taken, and the BYOB service needs it; end the program that uses it, or choose another: PORT=9000 npm start`,
    );
  },
);

test("leaves a free port free", async () => {
  const port = await listen("127.0.0.1");
  server.close();
  await once(server, "close");
  await assertFree(port, "the BYOB service");
  await assertFree(port, "the BYOB service");
});

test.each([-1, 65_536, 1.5, Number.NaN])("refuses %s, which is no port", async (port) => {
  await expect(assertFree(port, "the BYOB service")).rejects.toThrow(
    `${port} is not a port for the BYOB service`,
  );
});
