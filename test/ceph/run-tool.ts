import { execFile } from "node:child_process";
import { promisify } from "node:util";

const TIMEOUT_MS = 60_000;

/** Runs one of Ceph's tools against the cluster of a configuration file and gives what it printed. */
export async function runTool(configFile: string, command: string, args: string[]): Promise<string> {
  const env = { ...process.env, CEPH_CONF: configFile };
  const { stdout } = await promisify(execFile)(command, args, { env, timeout: TIMEOUT_MS });
  return stdout;
}
