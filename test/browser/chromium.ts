import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { findChromium } from "./installed.ts";
import { addressesBeyondLoopback } from "./net-log.ts";

interface RunningChromium {
  /** Where playwright's `connect` reaches it. */
  wsEndpoint: string;
  /** Ends it, removes what it wrote, and throws when it spoke to anybody beyond this machine. */
  stop(): Promise<void>;
}

/**
 * Debian's Chromium without a window. Its profile and its home are folders of its own, which go with it; names and
 * addresses beyond this machine resolve to nothing. It listens on a pipe, so it ends by itself when this process is killed.
 */
export async function startChromium(): Promise<RunningChromium> {
  const executablePath = findChromium();
  const home = mkdtempSync(join(tmpdir(), "byob-chromium-"));
  const removeHome = () => rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  const netLog = join(home, "net-log.json");
  const server = await chromium
    .launchServer({
      executablePath,
      // Root has no sandbox, and it is shown nothing but this suite's own page.
      chromiumSandbox: false,
      args: [
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        `--log-net-log=${netLog}`,
      ],
      env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, "config"), XDG_CACHE_HOME: home },
      // Vitest takes the signals.
      handleSIGHUP: false,
      handleSIGINT: false,
      handleSIGTERM: false,
    })
    .catch((error) => {
      removeHome();
      throw error;
    });
  // Ctrl-C ends vitest without `stop`; by then playwright, which listens for the exit too, has ended the browser.
  process.once("exit", removeHome);
  return {
    wsEndpoint: server.wsEndpoint(),
    async stop() {
      try {
        await server.close();
        const addresses = addressesBeyondLoopback(readFileSync(netLog, "utf8"));
        if (addresses.length > 0) throw new Error(`Chromium spoke to ${addresses.join(", ")}.`);
      } finally {
        process.off("exit", removeHome);
        removeHome();
      }
    },
  };
}
