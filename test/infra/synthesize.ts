import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { createStacks } from "../../infra/create-stacks.ts";
import { FUNCTION_NAMES } from "../../infra/function-names.ts";
import { readSettings } from "../../infra/settings.ts";

/** Both templates. The bundles are empty files here: bundles.test.ts is about what is in them. */
export function synthesize(context: Record<string, string>): { data: Template; service: Template } {
  const dir = mkdtempSync(join(tmpdir(), "byob-infra-"));
  try {
    for (const name of FUNCTION_NAMES) {
      mkdirSync(join(dir, "bundles", name), { recursive: true });
      writeFileSync(join(dir, "bundles", name, "index.mjs"), "");
    }
    // CloudFormation's own rules take seconds to load in every test file; `npm run synth` checks against them.
    const app = new App({ outdir: join(dir, "out"), builtinCloudFormationValidation: false });
    const { data, service } = createStacks(
      app,
      readSettings((name) => context[name]),
      join(dir, "bundles"),
    );
    return { data: Template.fromStack(data), service: Template.fromStack(service) };
  } finally {
    rmSync(dir, { recursive: true });
  }
}
