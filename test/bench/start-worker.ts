import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { SignedBy } from "./presign-subject.ts";
import type { Batch, Outcome, Task } from "./presign-worker.ts";

/** The presign function in a process of its own, as it is deployed: with one signer, and nothing else of the bench. */
export interface Worker {
  answer(body: string, atMs: number): Promise<{ text: string; loggedBytes: number }>;
  measure(batch: Batch, leastMs: number): Promise<number>;
  listen(): Promise<{ url: string; token: string }>;
  close(): Promise<void>;
}

const FILE = fileURLToPath(new URL("presign-worker.ts", import.meta.url));

export function startWorker(signedBy: SignedBy): Worker {
  const child = fork(FILE, [signedBy], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const ended = once(child, "exit");

  const ask = async (task: Task): Promise<Outcome> => {
    child.send(task);
    const [message] = await Promise.race([
      once(child, "message"),
      ended.then(([code]) => {
        throw new Error(`The process that signs by ${signedBy} ended with ${code}.`);
      }),
    ]);
    return message as Outcome;
  };

  return {
    async answer(body, atMs) {
      const { text = "", loggedBytes = 0 } = await ask({ kind: "answer", body, atMs });
      return { text, loggedBytes };
    },
    measure: async (batch, leastMs) => (await ask({ kind: "measure", batch, leastMs })).ms ?? Number.NaN,
    async listen() {
      const { url = "", token = "" } = await ask({ kind: "listen" });
      return { url, token };
    },
    async close() {
      child.kill();
      await ended;
    },
  };
}
