import type { App, Stack } from "aws-cdk-lib";
import { createDataStack } from "./data-stack.ts";
import { createIdentityStack } from "./identity-stack.ts";
import { createServiceStack } from "./service-stack.ts";
import type { Settings } from "./settings.ts";
import { createWatchStack } from "./watch/watch-stack.ts";

/** In the order in which they are deployed. */
export type Stacks = Record<"data" | "identity" | "service" | "watch", Stack>;

/** What is kept, who may do what, what answers, what watches: service and watch can go without a binding being lost. */
export function createStacks(app: App, settings: Settings, bundlesDir: string): Stacks {
  const kept = createDataStack(app, settings);
  const identities = createIdentityStack(app, settings, kept);
  const service = createServiceStack(app, settings, kept, identities, bundlesDir);
  const watch = createWatchStack(app, settings, kept, service);
  return { data: kept.stack, identity: identities.stack, service: service.stack, watch };
}
