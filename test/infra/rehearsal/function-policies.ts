import { FUNCTION_NAMES, type FunctionName } from "../../../infra/function-names.ts";
import type { PolicyDocument } from "../policies/role-policies.ts";
import { integrationRoleOf, resourcesOf, roleOf, statementsOf } from "../read-template.ts";
import { OURS, resolved } from "../resolve-template.ts";
import type { Templates } from "../synthesize.ts";

/** What a template allows its functions, as AWS would read it. */
export interface FunctionPolicies {
  roleArn: Record<FunctionName, string>;
  identity: Record<FunctionName, PolicyDocument>;
  /** Policies of what is asked for, by the service: of the integration role and of the sealing key. */
  resource: Readonly<Record<string, PolicyDocument>>;
}

/** The policies of a template's roles, without what is for the log, which Lambda itself writes. */
export function functionPolicies(templates: Templates): FunctionPolicies {
  const { identity } = templates;
  const [sealingKey] = resourcesOf(templates.data, "AWS::KMS::Key");
  const read = <T>(part: T) => resolved(part, identity, templates);
  const ofEach = <T>(of: (name: FunctionName) => T) =>
    Object.fromEntries(FUNCTION_NAMES.map((name) => [name, of(name)])) as Record<FunctionName, T>;
  return {
    roleArn: ofEach((name) => `arn:aws:iam::${OURS}:role/${roleOf(identity, name).id}`),
    identity: ofEach((name) => ({
      Version: "2012-10-17",
      Statement: read(statementsOf(identity, name)).filter(
        ({ Action }) => ![Action].flat().every((action) => action.startsWith("logs:")),
      ),
    })),
    resource: {
      sts: read(integrationRoleOf(identity).properties.AssumeRolePolicyDocument),
      kms: resolved(sealingKey?.properties.KeyPolicy, templates.data, templates),
    },
  };
}
