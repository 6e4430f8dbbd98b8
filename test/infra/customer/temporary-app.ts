import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { afterAll } from "vitest";

const made: string[] = [];
afterAll(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true });
});

/** An app whose assembly is gone when the tests of the file are over; CloudFormation's own rules are `npm run synth`'s. */
export function temporaryApp(): App {
  const outdir = mkdtempSync(join(tmpdir(), "byob-app-"));
  made.push(outdir);
  return new App({ outdir, builtinCloudFormationValidation: false });
}
