import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { App } from "aws-cdk-lib";
import { DEPLOYMENT_TYPES } from "../lib/deployment-type.ts";
import { BUNDLES_DIR } from "./bundles-dir.ts";
import { checkStacks } from "./check-stacks.ts";
import { createStacks } from "./create-stacks.ts";
import { EXAMPLE_CONTEXTS } from "./example-contexts.ts";
import { readSettings } from "./settings.ts";

// npm run synth: writes the templates of an example of each deployment type, checked against CloudFormation's own rules
// and cdk-nag's. Needs no network and no account.

const { context } = JSON.parse(readFileSync(join(import.meta.dirname, "..", "cdk.json"), "utf8"));

for (const deployment of DEPLOYMENT_TYPES) {
  const outdir = join(BUNDLES_DIR, "..", "cdk.out", deployment);
  const app = new App({ outdir, context, analyticsReporting: false });
  const stacks = createStacks(
    app,
    readSettings((name) => EXAMPLE_CONTEXTS[deployment][name]),
    BUNDLES_DIR,
  );
  checkStacks(app);
  app.synth();
  const names = Object.values(stacks).map(({ stackName }) => stackName);
  process.stdout.write(`${deployment}: ${names.join(", ")} in ${relative(process.cwd(), outdir)}\n`);
}
