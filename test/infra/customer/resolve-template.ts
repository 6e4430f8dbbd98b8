import { readFileSync } from "node:fs";

export type Json = Record<string, unknown>;

export interface Template {
  Parameters: Record<
    string,
    { Type: string; AllowedPattern?: string; AllowedValues?: string[]; MaxLength?: number; Default?: string }
  >;
  Conditions: Record<string, unknown>;
  Resources: Record<string, { Type: string; Condition?: string; Properties: Json }>;
  Outputs: Record<string, { Condition?: string; Value: unknown }>;
}

/** As it is committed and customers get it. */
export const COMMITTED = JSON.parse(
  readFileSync(new URL("../../../infra/customer/wandb-bucket.template.json", import.meta.url), "utf8"),
) as Template;

export const ACCOUNT = "111122223333";
export const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";

export interface Place {
  region: string;
  partition: string;
  urlSuffix: string;
}

export const VIRGINIA: Place = { region: "us-east-1", partition: "aws", urlSuffix: "amazonaws.com" };
const NO_VALUE = Symbol("AWS::NoValue");

/**
 * What CloudFormation makes of a template: resources and outputs whose condition holds, with every function carried out.
 * Throws for a function and a name that the template does not give, as CloudFormation would.
 */
export function resolveTemplate(
  template: Template,
  given: Record<string, string>,
  place: Place = VIRGINIA,
): { resources: Record<string, Json>; outputs: Record<string, unknown> } {
  const names = new Map<string, unknown>([
    ["AWS::Region", place.region],
    ["AWS::AccountId", ACCOUNT],
    ["AWS::Partition", place.partition],
    ["AWS::URLSuffix", place.urlSuffix],
    ["AWS::NoValue", NO_VALUE],
  ]);
  for (const [name, parameter] of Object.entries(template.Parameters))
    names.set(name, taken(name, parameter, given[name] ?? parameter.Default));
  const holds = (name: string) => {
    if (!(name in template.Conditions)) throw new Error(`There is no condition ${name}`);
    return resolve(template.Conditions[name]) === true;
  };
  const made = Object.entries(template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || holds(Condition),
  );
  for (const [name, { Type }] of made)
    names.set(name, Type === "AWS::KMS::Key" ? KEY_ID : names.get("BucketName"));

  function named(name: string): unknown {
    if (!names.has(name)) throw new Error(`Nothing is called ${name}`);
    return names.get(name);
  }
  function call(name: string, argument: unknown): unknown {
    const list = Array.isArray(argument) ? argument : [];
    if (name === "Ref") return named(String(argument));
    if (name === "Fn::If") return resolve(holds(String(list[0])) ? list[1] : list[2]);
    if (name === "Fn::Equals") return resolve(list[0]) === resolve(list[1]);
    if (name === "Fn::Not") return resolve(list[0]) !== true;
    if (name === "Fn::Sub")
      return String(argument).replace(/\$\{(!?)([^}]*)\}/g, (_, kept: string, inner: string) =>
        kept ? `\${${inner}}` : String(named(inner)),
      );
    if (name === "Fn::GetAtt" && list[1] === "Arn")
      return `arn:${place.partition}:kms:${place.region}:${ACCOUNT}:key/${named(String(list[0]))}`;
    throw new Error(`CloudFormation's ${name} is not known here`);
  }
  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve).filter((item) => item !== NO_VALUE);
    if (typeof value !== "object" || value === null) return value;
    const [[name, argument] = ["", undefined], ...others] = Object.entries(value);
    if (others.length === 0 && /^(?:Ref$|Fn::)/.test(name)) return call(name, argument);
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, item]) => [key, resolve(item)] as const)
        .filter(([, item]) => item !== NO_VALUE),
    );
  }
  return {
    resources: Object.fromEntries(made.map(([name, { Properties }]) => [name, resolve(Properties) as Json])),
    outputs: Object.fromEntries(
      Object.entries(template.Outputs)
        .filter(([, { Condition }]) => Condition === undefined || holds(Condition))
        .map(([name, { Value }]) => [name, resolve(Value)]),
    ),
  };
}

/** A parameter's value, if it is one that the template takes. */
function taken(name: string, parameter: Template["Parameters"][string], text: string | undefined) {
  const { Type, AllowedPattern = "", AllowedValues, MaxLength = 4096 } = parameter;
  if (text === undefined) throw new Error(`${name} has no value`);
  const items = Type === "CommaDelimitedList" ? text.split(",").map((item) => item.trim()) : [text];
  for (const item of items)
    if (!new RegExp(AllowedPattern).test(item) || !(AllowedValues ?? [item]).includes(item))
      throw new Error(`${name} does not take ${item}`);
  if (text.length > MaxLength) throw new Error(`${name} is too long`);
  return Type === "CommaDelimitedList" ? items : text;
}
