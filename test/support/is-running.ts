import { existsSync, readFileSync } from "node:fs";

/** Whether a process runs; one that has ended, but that nobody has asked after yet, does not. */
export function isRunning(pid: number): boolean {
  try {
    if (!existsSync("/proc/self/stat")) return process.kill(pid, 0);
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
