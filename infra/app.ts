import { App } from "aws-cdk-lib";
import { BUNDLES_DIR } from "./bundles-dir.ts";
import { checkStacks } from "./check-stacks.ts";
import { createStacks } from "./create-stacks.ts";
import { readSettings, type Settings } from "./settings.ts";
import { stageContext } from "./stage-context.ts";

// The CDK runs this (cdk.json); README.md lists the context values.

const app = new App();
const settings = settingsOrExit();
createStacks(app, settings, BUNDLES_DIR);
checkStacks(app);

/** A wrong value is the caller's to correct: sentences help, a stack trace does not. */
function settingsOrExit(): Settings {
  try {
    return readSettings(stageContext((name) => app.node.tryGetContext(name)));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}
