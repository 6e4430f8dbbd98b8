import { existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

// Run by orphan-guard.ts. Each line of stdin is "+<pid> <program>" for a child that has started, "-…" for one that
// has ended. When stdin ends, whoever wrote to it is dead, and so is everybody who could have ended the rest.

/** A pid may have been given to another program in the meantime; where the system can tell, ask it. */
function isStill(pid: number, program: string): boolean {
  if (!existsSync("/proc/self/cmdline")) return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith(program);
  } catch {
    return false;
  }
}

const running = new Map<number, string>();
for await (const line of createInterface({ input: process.stdin })) {
  const [, sign, digits, program] = /^([+-])(\d+) (.*)$/.exec(line) ?? [];
  if (digits === undefined || program === undefined) continue;
  if (sign === "+") running.set(Number(digits), program);
  else running.delete(Number(digits));
}
for (const [pid, program] of running) {
  try {
    if (isStill(pid, program)) process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself between the question and the signal.
  }
}
