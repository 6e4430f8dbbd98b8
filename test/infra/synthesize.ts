import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { createStacks, type Stacks } from "../../infra/create-stacks.ts";
import { FUNCTION_NAMES } from "../../infra/function-names.ts";
import { readSettings } from "../../infra/settings.ts";

export type Templates = Record<keyof Stacks, Template>;

/** The templates. The bundles are empty files here: bundles.test.ts is about what is in them. */
export function synthesize(context: Record<string, string>): Templates {
  return withStacks(context, ({ data, identity, service, watch }) => ({
    data: Template.fromStack(data),
    identity: Template.fromStack(identity),
    service: Template.fromStack(service),
    watch: Template.fromStack(watch),
  }));
}

/** Hands the stacks over as long as their bundles are there. */
export function withStacks<T>(context: Record<string, string>, use: (stacks: Stacks, app: App) => T): T {
  const dir = mkdtempSync(join(tmpdir(), "byob-infra-"));
  try {
    for (const name of FUNCTION_NAMES) {
      mkdirSync(join(dir, "bundles", name), { recursive: true });
      writeFileSync(join(dir, "bundles", name, "index.mjs"), "");
    }
    // CloudFormation's own rules take seconds to load in every test file; `npm run synth` checks against them.
    const app = new App({
      outdir: join(dir, "out"),
      builtinCloudFormationValidation: false,
      // As in cdk.json.
      context: { "@aws-cdk/core:defaultCrossStackReferences": "strong" },
    });
    const settings = readSettings((name) => context[name]);
    return use(createStacks(app, settings, join(dir, "bundles")), app);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
