import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

interface Message {
  id: number;
  answer?: unknown;
  error?: string;
  read: string[];
}

interface ProcessOptions {
  name: string;
  /** The bundle's entry. */
  file: string;
  environment: Record<string, string>;
  /** Told each line that is written. */
  tell: (line: string) => void;
  /** Told the names of variables that were looked for. */
  note: (name: string) => void;
}

export interface LambdaProcess {
  invoke(event: unknown): Promise<unknown>;
  close(): Promise<void>;
}

const RUNNER = join(import.meta.dirname, "lambda-runner.ts");

/** A bundle in a Node of its own. */
export function startProcess({ name, file, environment, tell, note }: ProcessOptions): LambdaProcess {
  const child = fork(RUNNER, [file, name], { env: environment, silent: true, execArgv: [] });
  const last: string[] = [];
  for (const output of [child.stdout, child.stderr])
    if (output)
      createInterface({ input: output }).on("line", (line) => {
        tell(line);
        last.push(line);
      });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  child.on("message", ({ id, answer, error, read }: Message) => {
    read.forEach(note);
    if (error === undefined) waiting.get(id)?.resolve(answer);
    else waiting.get(id)?.reject(new Error(error));
    waiting.delete(id);
  });
  const gone = () => new Error(`The function ${name} has ended: ${last.slice(-10).join("\n")}`);
  const ended = once(child, "exit").then(() => {
    for (const { reject } of waiting.values()) reject(gone());
  });
  let count = 0;

  return {
    async invoke(event) {
      if (!child.connected) throw gone();
      const id = ++count;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(id, answer);
      child.send({ id, event });
      return answer.promise;
    },
    async close() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
