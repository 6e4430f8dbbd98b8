import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { msPerCall } from "./alternate.ts";
import { presignBody } from "./gateway-event.ts";
import { type SignedBy, startSubject } from "./presign-subject.ts";

/** What a process of its own is asked to do; it answers each with one message. */
export type Task =
  /** The answer to one request, with the clock standing at that moment. */
  | { kind: "answer"; body: string; atMs: number }
  /** Milliseconds for one request through the Lambda adapter, over as many as fit in. */
  | { kind: "measure"; batch: Batch; leastMs: number }
  /** The URL of a server over Node's HTTP, and a token for it. */
  | { kind: "listen" };

/** How many objects one request asks for, and in which format. */
export interface Batch {
  count: number;
  format?: "compact";
}

export interface Outcome {
  text?: string;
  /** Of the log lines, audit record and metrics of that request. */
  loggedBytes?: number;
  ms?: number;
  url?: string;
  token?: string;
}

const DIFFERENT_BODIES = 50;
const bodies = new Map<string, string[]>();
const subject = await startSubject({ signedBy: process.argv[2] as SignedBy });
let next = 0;

process.on("message", async (task: Task) => process.send?.(await outcomeOf(task)));

async function outcomeOf(task: Task): Promise<Outcome> {
  switch (task.kind) {
    case "answer": {
      subject.freeze(new Date(task.atMs));
      const before = subject.loggedBytes();
      const { body } = await subject.presign(task.body);
      subject.freeze(undefined);
      return { text: body, loggedBytes: subject.loggedBytes() - before };
    }
    case "measure": {
      const ready = bodiesOf(task.batch);
      return { ms: await msPerCall(task.leastMs, () => presign(ready[next++ % DIFFERENT_BODIES] ?? "")) };
    }
    case "listen": {
      const server = serve({ fetch: subject.app.fetch, hostname: "127.0.0.1", port: 0 });
      if (server.address() === null) await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      return { url: `http://127.0.0.1:${port}/presign`, token: subject.token };
    }
  }
}

/** Made before the clock runs. */
function bodiesOf(batch: Batch): string[] {
  const id = JSON.stringify(batch);
  const made =
    bodies.get(id) ?? Array.from({ length: DIFFERENT_BODIES }, () => presignBody(batch.count, batch));
  bodies.set(id, made);
  return made;
}

async function presign(request: string): Promise<void> {
  const { statusCode, body } = await subject.presign(request);
  if (statusCode !== 200) throw new Error(`/presign answered ${statusCode}: ${body.slice(0, 500)}`);
}
