import type { EdgeConfig } from "../../lib/config.ts";
import { callByFetch } from "../../lib/outbound/call-by-fetch.ts";
import { awsAccess } from "../wiring/aws-calls.ts";
import type { Runtime } from "../wiring/runtime.ts";

/** What workerd gives the presign function: its bindings' keys for AWS, the console for a log, and no files. */
export function edgeRuntime(config: EdgeConfig): Runtime {
  return {
    functionName: "edge",
    write: edgeWrite,
    now: () => new Date(),
    access: awsAccess(config, callByFetch),
  };
}

/** Takes one line of the log, without its end. */
export function edgeWrite(line: string): void {
  // biome-ignore lint/suspicious/noConsole: workerd's log is its console
  console.log(line);
}
