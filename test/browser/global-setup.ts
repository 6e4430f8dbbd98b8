import type { TestProject } from "vitest/node";
import { startChromium } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the run's one Chromium is; see `startChromium`. */
    chromium: string;
  }
}

/** One browser for the whole run; vitest calls what is returned when the run is over, failed or not. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { wsEndpoint, stop } = await startChromium();
  project.provide("chromium", wsEndpoint);
  return stop;
}
