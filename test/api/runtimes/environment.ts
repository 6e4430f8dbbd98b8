import { CONTEXTS } from "../../infra/contexts.ts";
import { functionOf } from "../../infra/read-template.ts";
import { resolved } from "../../infra/resolve-template.ts";
import { synthesize } from "../../infra/synthesize.ts";

/** What the template of a self-managed deployment with these values gives the presign function. */
export function templateEnvironment(context: Record<string, string>): Record<string, string> {
  const templates = synthesize({ ...CONTEXTS["self-managed"], ...context });
  const { properties } = functionOf(templates.service, "presign");
  return resolved<Record<string, string>>(properties.Environment.Variables, templates.service, templates);
}
