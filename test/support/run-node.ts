import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Runs this TypeScript module text in a Node of its own, and waits until it has printed its first line. */
export async function runNode(text: string): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", text], {
    stdio: ["ignore", "pipe", "inherit"],
    cwd: import.meta.dirname,
  });
  const [chunk] = await Promise.race([
    once(child.stdout, "data"),
    once(child, "exit").then(([code]) => {
      throw new Error(`The child ended with ${code} before it said anything.`);
    }),
  ]);
  return { child, line: String(chunk).trim() };
}

/** Without more ado, as the kernel does when memory runs out; waits until the child is gone. */
export async function killHard(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}
