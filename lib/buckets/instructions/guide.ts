import type { Provider } from "../../storage/bucket.ts";
import { awsSteps } from "./aws-steps.ts";
import { azureSteps } from "./azure-steps.ts";
import { cloudFormation } from "./cloudformation.ts";
import { coreweaveSteps } from "./coreweave-steps.ts";
import { gcpSteps } from "./gcp-steps.ts";
import { notesFor } from "./notes.ts";
import type { Draft, Plan } from "./plan.ts";
import { s3CompatibleSteps } from "./s3-compatible-steps.ts";
import { script } from "./shell.ts";
import { teamSteps } from "./team-steps.ts";
import { terraformText } from "./terraform.ts";
import { shown } from "./unknown-value.ts";

/** One thing to do. */
export interface Step {
  name: string;
  title: string;
  text: string;
  /** The exact JSON. */
  document?: Record<string, unknown> | unknown[];
  command?: string;
}

/** Everything to do before a team is created, and the same in each language that an admin may want. */
export interface InstructionGuide {
  steps: Step[];
  /** A script for a POSIX shell. */
  shell: string;
  /** The documents by the names of their steps. */
  json: Record<string, unknown>;
  terraform: string;
  /** A template, where CloudFormation can make the bucket. */
  cloudformation?: Record<string, unknown>;
  notes: string[];
}

/** Providers that are not here speak S3. */
const STEPS: Partial<Record<Provider, (plan: Plan) => Draft[]>> = {
  AWS: awsSteps,
  COREWEAVE: coreweaveSteps,
  GCP: gcpSteps,
  AZURE: azureSteps,
};

/** Writes the steps out. */
export function guideFor(plan: Plan): InstructionGuide {
  const drafts = [...(STEPS[plan.bucket.provider] ?? s3CompatibleSteps)(plan), ...teamSteps(plan)];
  const steps = drafts.map(stepOf);
  const documents = steps.flatMap(({ name, document }) => (document ? [[name, document] as const] : []));
  return {
    steps,
    shell: script(drafts),
    json: Object.fromEntries(documents),
    terraform: terraformText(drafts),
    ...(plan.bucket.provider === "AWS" && { cloudformation: cloudFormation(plan, drafts) }),
    notes: notesFor(plan),
  };
}

function stepOf({ name, title, text, document, command, needs = [] }: Draft): Step {
  const toSet = needs.filter(({ found }) => found === undefined);
  const asked = toSet.map((need) => ` Set ${need.name} to ${need.says}.`).join("");
  return {
    name,
    title,
    text: text + asked,
    ...(document && { document: shown(document) as Record<string, unknown> | unknown[] }),
    ...(command !== undefined && { command }),
  };
}
