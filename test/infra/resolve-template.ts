import type { Template } from "aws-cdk-lib/assertions";
import type { Templates } from "./synthesize.ts";

/** The account that everything is deployed in: W&B's own of multi-tenant. */
export const OURS = "725579432336";

const PSEUDO: Record<string, string> = {
  "AWS::Partition": "aws",
  "AWS::AccountId": OURS,
  "AWS::Region": "us-east-1",
  "AWS::URLSuffix": "amazonaws.com",
};

const ARNS: Record<string, (name: string) => string> = {
  "AWS::IAM::Role": (name) => `arn:aws:iam::${OURS}:role/${name}`,
  "AWS::DynamoDB::Table": (name) => `arn:aws:dynamodb:us-east-1:${OURS}:table/${name}`,
  "AWS::KMS::Key": (name) => `arn:aws:kms:us-east-1:${OURS}:key/${name}`,
  "AWS::Logs::LogGroup": (name) => `arn:aws:logs:us-east-1:${OURS}:log-group:${name}:*`,
  "AWS::SecretsManager::Secret": (name) => `arn:aws:secretsmanager:us-east-1:${OURS}:secret:${name}-AbC123`,
  "AWS::CloudWatch::Alarm": (name) => `arn:aws:cloudwatch:us-east-1:${OURS}:alarm:${name}`,
  "AWS::Lambda::Function": (name) => `arn:aws:lambda:us-east-1:${OURS}:function:${name}`,
};

/** A part of a template with what CloudFormation would make of its intrinsic functions. Throws for one it does not know. */
export function resolved<T>(part: T, template: Template, templates: Templates): T {
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const [[name, argument] = ["", undefined], ...others] = entries;
    if (others.length === 0 && name === "Ref") return refOf(template, String(argument));
    if (others.length === 0 && name.startsWith("Fn::")) return call(name, argument);
    return Object.fromEntries(entries.map(([key, member]) => [key, resolve(member)]));
  };
  const call = (name: string, argument: unknown): unknown => {
    if (name === "Fn::Join" && Array.isArray(argument))
      return (resolve(argument[1]) as string[]).join(String(argument[0]));
    if (name === "Fn::GetAtt" && Array.isArray(argument) && argument[1] === "Arn")
      return arnOf(template, String(argument[0]));
    if (name === "Fn::ImportValue") return imported(String(argument), templates);
    throw new Error(`${name} ${JSON.stringify(argument)} is not known here.`);
  };
  return resolve(part) as T;
}

function imported(exportName: string, templates: Templates): unknown {
  for (const template of Object.values(templates))
    for (const { Value, Export } of Object.values(template.findOutputs("*")))
      if (Export?.Name === exportName) return resolved(Value, template, templates);
  throw new Error(`Nothing is exported as ${exportName}.`);
}

function resourceOf(template: Template, id: string): { Type: string; Properties?: Record<string, unknown> } {
  const resource = template.toJSON().Resources[id];
  if (resource === undefined) throw new Error(`There is no resource ${id}.`);
  return resource;
}

function refOf(template: Template, id: string): string {
  if (PSEUDO[id] !== undefined) return PSEUDO[id];
  const { Type } = resourceOf(template, id);
  return Type === "AWS::SecretsManager::Secret" ? arnOf(template, id) : id;
}

function arnOf(template: Template, id: string): string {
  const { Type, Properties } = resourceOf(template, id);
  const arn = ARNS[Type];
  if (arn === undefined) throw new Error(`A ${Type} has no ARN here.`);
  return arn(String(Properties?.RoleName ?? id));
}
