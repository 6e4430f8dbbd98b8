import type { App, Stack } from "aws-cdk-lib";
import { createDataStack } from "./data-stack.ts";
import { createServiceStack } from "./service-stack.ts";
import type { Settings } from "./settings.ts";

/** Two stacks, so that the service can be torn down and built again without coming near what is kept. */
export function createStacks(
  app: App,
  settings: Settings,
  bundlesDir: string,
): { data: Stack; service: Stack } {
  const kept = createDataStack(app, settings);
  const service = createServiceStack(app, settings, kept, bundlesDir);
  return { data: kept.stack, service };
}
