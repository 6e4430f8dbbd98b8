import type { TestProject } from "vitest/node";
import { startRadosgw } from "./radosgw.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the run's one radosgw is; see `startRadosgw`. */
    radosgw: { endpoint: string; configFile: string };
  }
}

/** One cluster for the whole run; vitest calls what is returned when the run is over, failed or not. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { endpoint, configFile, stop } = await startRadosgw();
  project.provide("radosgw", { endpoint, configFile });
  return stop;
}
