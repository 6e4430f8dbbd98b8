import { OURS } from "../resolve-template.ts";
import type { AwsCall } from "./aws-front.ts";

/** What IAM is asked before a call is let through. */
export interface PermissionAsk {
  action: string;
  resource: string;
  context: Record<string, string | string[]>;
}

const TABLES = `arn:aws:dynamodb:us-east-1:${OURS}:table/`;

type Body = Record<string, unknown>;
type Texts = Record<string, string>;

/** The actions that a call comes to, with the keys of its request. Throws for a service that is not known here. */
export function permissionAsks({ service, operation, body }: AwsCall): PermissionAsk[] {
  const action = `${service}:${operation}`;
  if (service === "dynamodb")
    return [{ action, resource: `${TABLES}${body.TableName}`, context: tableContext(body) }];
  if (service === "kms") return [{ action, resource: String(body.KeyId), context: sealContext(body) }];
  if (service === "secretsmanager") return [{ action, resource: String(body.SecretId), context: {} }];
  if (service === "sts") return sessionAsks(action, body as Texts);
  throw new Error(`${action} is not known here.`);
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html#FGAC_DDB.ConditionKeys */
function tableContext(body: Body): PermissionAsk["context"] {
  const { Key, Item, KeyConditionExpression = "", ProjectionExpression } = body;
  const names = (body.ExpressionAttributeNames ?? {}) as Texts;
  const values = (body.ExpressionAttributeValues ?? {}) as Record<string, { S?: string }>;
  const [, condition = ""] = /^\S+ = (:\w+)/.exec(String(KeyConditionExpression)) ?? [];
  const { pk } = (Key ?? Item ?? { pk: values[condition] }) as { pk?: { S?: string } };
  const projected = String(ProjectionExpression ?? "").split(/\s*,\s*/);
  // What a condition or an update names is accessed too, and so is a key.
  const expressions = [KeyConditionExpression, body.ConditionExpression, body.UpdateExpression].join(" ");
  const mentioned = Object.keys(names).filter((name) => expressions.includes(`${name} `));
  const attributes = [
    ...[...projected, ...mentioned].map((name) => names[name] ?? name).filter((name) => name !== ""),
    ...Object.keys({ ...(Key as object), ...(Item as object) }),
  ];
  return {
    "dynamodb:LeadingKeys": [pk?.S ?? ""],
    "dynamodb:Attributes": [...new Set(attributes)],
    "dynamodb:Select": ProjectionExpression === undefined ? "ALL_ATTRIBUTES" : "SPECIFIC_ATTRIBUTES",
  };
}

function sealContext({ EncryptionContext = {} }: Body): PermissionAsk["context"] {
  const pairs = Object.entries(EncryptionContext as Texts);
  return {
    "kms:EncryptionContextKeys": pairs.map(([key]) => key),
    ...Object.fromEntries(pairs.map(([key, value]) => [`kms:EncryptionContext:${key}`, value])),
  };
}

/** A session with tags takes two permissions; its name is a key of the one alone. */
function sessionAsks(action: string, body: Texts): PermissionAsk[] {
  const tags: [string, string][] = [];
  for (let n = 1; body[`Tags.member.${n}.Key`] !== undefined; n++)
    tags.push([body[`Tags.member.${n}.Key`] ?? "", body[`Tags.member.${n}.Value`] ?? ""]);
  const tagged = {
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    "aws:TagKeys": tags.map(([key]) => key),
  };
  const resource = body.RoleArn ?? "";
  const named = { ...tagged, "sts:RoleSessionName": body.RoleSessionName ?? "" };
  return [
    { action, resource, context: named },
    ...(tags.length === 0 ? [] : [{ action: "sts:TagSession", resource, context: tagged }]),
  ];
}
