import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Runs an ES module in a Node of its own that has nothing but `environment`, and answers what it gave to `report`.
 * Rejects with what the process said when it fails.
 */
export async function freshProcess<Report>(
  text: string,
  environment: Record<string, string> = {},
): Promise<Report> {
  const withReport = `const report = (value) => process.stdout.write("\\n" + JSON.stringify(value) + "\\n");\n${text}`;
  const args = ["--input-type=module", "-e", withReport];
  const { stdout } = await run(process.execPath, args, { env: environment, maxBuffer: 64 * 1024 * 1024 });
  // What else the module printed comes before it.
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Report;
}
