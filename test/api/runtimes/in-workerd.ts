import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { Miniflare } from "miniflare";
import { bundleEdge } from "../../../infra/bundle-edge.ts";
import { overHttp, type PresignRuntime } from "./runtime.ts";

const IP = "198.51.100.7";

/** The worker that is deployed at the edge, in workerd. */
export async function presignInWorkerd(
  environment: Record<string, string>,
): Promise<PresignRuntime & { url: URL }> {
  const dir = mkdtempSync(join(tmpdir(), "byob-edge-"));
  const { file } = await bundleEdge(dir);
  const lines: string[] = [];
  const keep = (output: Readable) =>
    createInterface({ input: output }).on("line", (line) => lines.push(line));
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    port: 0,
    // Without it miniflare asks workers.cloudflare.com where we are.
    cf: false,
    compatibilityDate: "2026-01-01",
    compatibilityFlags: ["nodejs_compat"],
    modules: [{ type: "ESModule", path: "presign.mjs", contents: readFileSync(file, "utf8") }],
    bindings: environment,
    handleRuntimeStdio(stdout: Readable, stderr: Readable) {
      keep(stdout);
      keep(stderr);
    },
  });
  const url = await miniflare.ready;
  return {
    url,
    lines,
    ip: IP,
    reachesOwnStores: false,
    send: overHttp(url, { "cf-connecting-ip": IP }),
    async close() {
      await miniflare.dispose();
      rmSync(dir, { recursive: true });
    },
  };
}
