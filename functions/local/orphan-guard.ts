import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Ends the watched children when this process ends, however it ends. */
interface OrphanGuard {
  /** Only for children whose end this process learns of, so that no reused pid is ever killed. */
  watch(child: ChildProcess): void;
  /** Ends the guard alone; what it watched lives on. */
  close(): Promise<void>;
}

const reaper = fileURLToPath(new URL("./orphan-reaper.ts", import.meta.url));

/**
 * Starts a small process that outlives this one for a moment. After `kill -9` nobody here can clean up any more,
 * but the reaper's stdin ends, and it then ends the children that were still running.
 */
export function startOrphanGuard(): OrphanGuard {
  const guard = spawn(process.execPath, [reaper], {
    stdio: ["pipe", "ignore", "ignore"],
    // Its own process group: Ctrl-C in the terminal must not end it before its work is done.
    detached: true,
    windowsHide: true,
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  const ended = new Promise<void>((resolve) => {
    guard.once("exit", () => resolve());
    guard.once("error", () => resolve());
  });
  // A guard that could not start or was killed leaves us as we would be without it.
  guard.stdin.on("error", () => undefined);
  guard.unref();
  if ("unref" in guard.stdin && typeof guard.stdin.unref === "function") guard.stdin.unref();

  return {
    watch(child) {
      const line = `${child.pid} ${child.spawnfile}\n`;
      guard.stdin.write(`+${line}`);
      once(child, "exit").then(
        () => guard.stdin.write(`-${line}`),
        () => undefined,
      );
    },
    async close() {
      guard.ref();
      guard.kill("SIGKILL");
      await ended;
    },
  };
}
