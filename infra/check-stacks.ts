import { type App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";

/** Lets synthesis fail on a finding of cdk-nag that nobody has explained; `acknowledge` explains one. */
export function checkStacks(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
}
