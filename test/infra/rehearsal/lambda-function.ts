import type { HttpEvent } from "./http-event.ts";
import { startProcess } from "./lambda-process.ts";

/** A function, which runs in a process of its own with the variables that it is given and no other. */
export interface LambdaFunction {
  /** One event at a time, as Lambda does in one environment. Rejects when the handler throws or the process ends. */
  invoke(event: HttpEvent): Promise<unknown>;
  /** Ends the process and starts the next one, as Lambda does when it likes. */
  recycle(): Promise<void>;
  /** What it has logged. */
  lines: readonly string[];
  /** Names of the variables that it has looked for so far. */
  read: ReadonlySet<string>;
  close(): Promise<void>;
}

export function startFunction(
  name: string,
  file: string,
  environment: Record<string, string>,
): LambdaFunction {
  const lines: string[] = [];
  const read = new Set<string>();
  const start = () =>
    startProcess({
      name,
      file,
      environment,
      tell: (line) => void lines.push(line),
      note: (each) => read.add(each),
    });
  let process = start();
  let turn: Promise<unknown> = Promise.resolve();
  return {
    lines,
    read,
    invoke(event) {
      const done = turn.then(() => process.invoke(event));
      turn = done.catch(() => undefined);
      return done;
    },
    async recycle() {
      await turn;
      await process.close();
      process = start();
    },
    close: () => process.close(),
  };
}
