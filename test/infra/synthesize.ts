import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { createStacks } from "../../infra/create-stacks.ts";
import { FUNCTION_NAMES } from "../../infra/function-names.ts";
import { readSettings } from "../../infra/settings.ts";
import type { DeploymentType } from "../../lib/deployment.ts";

export const STORES_ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:byob/stores-AbC123";

const COMMON = {
  stage: "test",
  issuer: "https://issuer.example.com/",
  audience: "wandb-byob",
  jwksUrl: "https://issuer.example.com/keys.json",
  frontendOrigins: "https://app.example.com, http://localhost:3000",
};

/** The context of each deployment type; those of one organisation have registered stores. */
export const CONTEXTS: Record<DeploymentType, Record<string, string>> = {
  "multi-tenant": { ...COMMON, deployment: "multi-tenant" },
  dedicated: { ...COMMON, deployment: "dedicated", org: "acme", registeredStoresArn: STORES_ARN },
  "self-managed": { ...COMMON, deployment: "self-managed", org: "acme", registeredStoresArn: STORES_ARN },
};

/** Both templates. The bundles are empty files here: bundles.test.ts is about what is in them. */
export function synthesize(context: Record<string, string>): { data: Template; service: Template } {
  const dir = mkdtempSync(join(tmpdir(), "byob-infra-"));
  try {
    for (const name of FUNCTION_NAMES) {
      mkdirSync(join(dir, "bundles", name), { recursive: true });
      writeFileSync(join(dir, "bundles", name, "index.mjs"), "");
    }
    const app = new App({ outdir: join(dir, "out") });
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
