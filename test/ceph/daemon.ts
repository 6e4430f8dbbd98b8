import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";

/** A process that this run started, and that ends with it. */
export interface Daemon {
  /** Throws, with the end of its log, when the daemon is no longer running. */
  assertRunning(): void;
  stop(): Promise<void>;
}

/**
 * Starts a daemon in the foreground with its output in `logFile`. The kernel kills it when this process dies, so
 * that a killed test run leaves nothing behind (setpriv's parent-death signal).
 */
export async function startDaemon(command: string, args: string[], logFile: string): Promise<Daemon> {
  const log = openSync(logFile, "a");
  const child = spawn("setpriv", ["--pdeathsig", "KILL", command, ...args], { stdio: ["ignore", log, log] });
  closeSync(log);
  await once(child, "spawn");
  const running = () => child.exitCode === null && child.signalCode === null;
  return {
    assertRunning() {
      if (running()) return;
      const why = child.signalCode ?? `exit code ${child.exitCode}`;
      throw new Error(`${command} ended (${why}):\n${readFileSync(logFile, "utf8").slice(-2000)}`);
    },
    async stop() {
      if (!running()) return;
      // Everything lives in memory and is thrown away: nothing needs an orderly end.
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}
