import type { Template } from "aws-cdk-lib/assertions";
import { type FunctionName, idOf } from "../../infra/function-names.ts";

/** A resource of a template; its properties are JSON whose intrinsic functions are objects. */
export interface Resource {
  id: string;
  properties: ReturnType<Template["findResources"]>[string][string];
}

export interface Statement {
  Sid?: string;
  Effect: string;
  Principal?: Record<string, string | string[]>;
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
  return only(service, "AWS::Lambda::Function", new RegExp(`^${idOf(name)}[0-9A-F]{8}$`));
}

/** The role that a function runs as. */
export function roleOf(identity: Template, name: FunctionName): Resource {
  return only(identity, "AWS::IAM::Role", new RegExp(`^${idOf(name)}Role[0-9A-F]{8}$`));
}

export const integrationRoleOf = (identity: Template): Resource =>
  only(identity, "AWS::IAM::Role", /^IntegrationRole$/);

/** Every statement that is attached to a function's role. */
export function statementsOf(identity: Template, name: FunctionName): Statement[] {
  const role = roleOf(identity, name);
  return resourcesOf(identity, "AWS::IAM::Policy")
    .filter(({ properties }) => properties.Roles.some((ref: { Ref: string }) => ref.Ref === role.id))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement);
}

export const actionsOf = (statements: Statement[]): string[] =>
  statements.flatMap(({ Action }) => Action).sort();

function only(template: Template, type: string, id: RegExp): Resource {
  const [found, ...others] = resourcesOf(template, type).filter((resource) => id.test(resource.id));
  if (found === undefined || others.length > 0)
    throw new Error(`${others.length} others or none match ${id}.`);
  return found;
}
