import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import worker from "../../../functions/edge.ts";
import { bundleEdge, type EdgeBundle } from "../../../infra/bundle-edge.ts";
import { callerOf } from "./caller.ts";
import { presignInNode } from "./in-node.ts";
import { presignInWorkerd } from "./in-workerd.ts";
import type { PresignRuntime } from "./runtime.ts";
import { type Stage, startStage } from "./stage.ts";

const dir = mkdtempSync(join(tmpdir(), "byob-edge-bundle-"));
let stage: Stage;
let node: PresignRuntime;
let bundle: EdgeBundle;

beforeAll(async () => {
  [stage, bundle] = await Promise.all([startStage(), bundleEdge(dir)]);
  node = await presignInNode(stage);
});
afterAll(async () => {
  await node.close();
  await stage.close();
  rmSync(dir, { recursive: true });
});

/** Runs something in a worker with these bindings besides. */
async function inWorkerd<T>(
  bindings: Record<string, string>,
  run: (worker: Awaited<ReturnType<typeof presignInWorkerd>>) => Promise<T>,
): Promise<T> {
  const worker = await presignInWorkerd({ ...stage.environment, ...bindings });
  try {
    return await run(worker);
  } finally {
    await worker.close();
  }
}

it("two who wait for one session get it by one call, although the first hangs up", async () => {
  await inWorkerd({}, async (worker) => {
    const caller = await callerOf(stage, worker);
    const before = stage.sts.calls.length;
    const letGo = stage.sts.hold();
    const token = await stage.token({ teams: ["role"] });
    const first = httpRequest(new URL("/presign", worker.url), {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
    });
    first
      .on("error", () => undefined)
      .end(JSON.stringify({ team: "role", method: "GET", objects: [{ key: "a" }] }));
    await expect.poll(() => stage.sts.calls.length).toBe(before + 1);
    first.destroy();
    const second = caller.presign("role", "GET", ["a"]);
    await expect.poll(() => hangUpsSeen(worker)).toBe(true);
    letGo();
    expect((await second).status).toBe(200);
    expect(stage.sts.calls.length).toBe(before + 1);
  });
});

/** Asks for something else until it is answered: by then workerd has seen what came before. */
async function hangUpsSeen(worker: PresignRuntime): Promise<boolean> {
  return (await worker.send({ method: "GET", path: "/healthz" })).status === 200;
}

it("a caller who sends far too much is told so, however much is still under way", async () => {
  await inWorkerd({}, async ({ send }) => {
    const body = " ".repeat(32 * 1024 * 1024);
    for (let time = 0; time < 4; time++)
      expect((await send({ method: "POST", path: "/presign", body })).status).toBe(413);
  });
});

it("a request is kept going to its end, whoever hangs up", async () => {
  const logged = vi.spyOn(console, "log").mockReturnValue();
  const kept: Promise<unknown>[] = [];
  const request = new Request("https://edge.test/healthz");
  const answered = worker.fetch(request, {}, { waitUntil: (work) => void kept.push(work) });
  expect(kept).toEqual([answered]);
  expect((await answered).status).toBe(500); // without bindings
  logged.mockRestore();
});

it.each<[string, Record<string, string>, RegExp]>([
  ["lacks its keys for AWS", { AWS_SECRET_ACCESS_KEY: "" }, /AWS_SECRET_ACCESS_KEY is missing/],
  [
    "names a file",
    { BYOB_AZURE_TOKEN_FILE: "/tmp/token" },
    /BYOB_AZURE_TOKEN_FILE cannot be read at the edge/,
  ],
  ["may not read its stores", { BYOB_REGISTERED_STORES_ARN: "arn:other" }, /ResourceNotFoundException/],
])("a worker that %s answers a problem, and says why in its log", async (_, bindings, why) => {
  await inWorkerd(bindings, async ({ send, lines }) => {
    const { status, text } = await send({
      method: "GET",
      path: "/healthz",
      headers: { "x-request-id": "r1" },
    });
    expect([status, JSON.parse(text)]).toEqual([
      500,
      expect.objectContaining({ code: "internal", requestId: "r1" }),
    ]);
    await expect.poll(() => lines.join("\n")).toMatch(why);
    expect(text).not.toMatch(why);
  });
});

it("a worker whose secrets could not be read at first starts when they can", async () => {
  const secrets = await flakySecrets(stage.secrets.endpoint);
  await inWorkerd({ AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint }, async ({ send }) => {
    expect((await send({ method: "GET", path: "/healthz" })).status).toBe(500);
    secrets.heal();
    expect((await send({ method: "GET", path: "/healthz" })).status).toBe(200);
  });
  await secrets.close();
});

/** Refuses everything until it is healed; then it hands requests on. */
async function flakySecrets(to: string) {
  let healthy = false;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    if (!healthy) {
      response.writeHead(400).end(JSON.stringify({ __type: "AccessDeniedException" }));
      return;
    }
    const { authorization = "", "x-amz-target": target = "" } = request.headers;
    const headers = { authorization, "x-amz-target": String(target) };
    const answer = await fetch(to, { method: "POST", headers, body });
    response.writeHead(answer.status).end(await answer.text());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heal: () => {
      healthy = true;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

it("the bundle is one module of what signing needs, and asks for Node's own modules alone", () => {
  expect(bundle.asks).toEqual(["node:crypto", "node:timers/promises"]);
  expect(bundle.packages).toEqual(expect.arrayContaining(["hono", "jose", "@aws-sdk/client-kms"]));
  const heavy = /^(undici|@google-cloud|@azure|@aws-sdk\/client-s3|@aws-sdk\/credential-provider)/;
  expect(bundle.packages.filter((name) => heavy.test(name))).toEqual([]);
  expect(bundle.bytes).toBeLessThanOrEqual(600 * 1024);
});
