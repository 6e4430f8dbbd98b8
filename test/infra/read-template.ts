import type { Template } from "aws-cdk-lib/assertions";
import type { FunctionName } from "../../infra/function-names.ts";

/** A resource of a template; its properties are JSON whose intrinsic functions are objects. */
export interface Resource {
  id: string;
  properties: ReturnType<Template["findResources"]>[string][string];
}

export interface Statement {
  Sid?: string;
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, string | string[]>>;
}

export function resourcesOf(template: Template, type: string): Resource[] {
  return Object.entries(template.findResources(type)).map(([id, { Properties }]) => ({
    id,
    properties: Properties,
  }));
}

export function functionOf(service: Template, name: FunctionName): Resource {
  const found = resourcesOf(service, "AWS::Lambda::Function").filter(({ id }) =>
    new RegExp(`^${name}[0-9A-F]{8}$`, "i").test(id),
  );
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`${found.length} functions are called ${name}.`);
  return only;
}

/** The role that a function runs as. */
export function roleOf(service: Template, name: FunctionName): Resource {
  const roleId = functionOf(service, name).properties.Role["Fn::GetAtt"][0];
  const role = resourcesOf(service, "AWS::IAM::Role").find(({ id }) => id === roleId);
  if (role === undefined) throw new Error(`${name} has no role of this stack.`);
  return role;
}

/** Every statement that is attached to a function's role. */
export function statementsOf(service: Template, name: FunctionName): Statement[] {
  const role = roleOf(service, name);
  return resourcesOf(service, "AWS::IAM::Policy")
    .filter(({ properties }) => properties.Roles.some((ref: { Ref: string }) => ref.Ref === role.id))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement);
}

export const actionsOf = (statements: Statement[]): string[] =>
  statements.flatMap(({ Action }) => Action).sort();
