import { OURS } from "../resolve-template.ts";
import type { PolicyDocument } from "./role-policies.ts";

/** A statement as JSON; the parts that are loosened here. */
interface Loose {
  Sid?: string;
  Effect: string;
  Principal?: unknown;
  Action: string | string[];
  Resource?: unknown;
  NotResource?: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}

export interface Loosening {
  name: string;
  policy: PolicyDocument;
}

/** Every way to let one statement of a policy grant more, or deny less. */
export function loosenings(policy: object): Loosening[] {
  const document = policy as PolicyDocument;
  return (document.Statement as Loose[]).flatMap((statement, index) =>
    (statement.Effect === "Allow" ? grantingMore(statement) : denyingLess(statement)).map(
      ([what, looser]): Loosening => ({
        name: `${statement.Sid ?? index}: ${what}`,
        policy: {
          ...document,
          Statement: document.Statement.flatMap((own, at) =>
            at === index ? ((looser ?? []) as typeof own) : own,
          ),
        },
      }),
    ),
  );
}

type Change = [what: string, looser: Loose | undefined];

function grantingMore(statement: Loose): Change[] {
  const { Principal, Resource } = statement;
  const [service = ""] = [statement.Action].flat()[0]?.split(":") ?? [];
  return [
    ...withoutConditions(statement),
    ...withPatterns(statement),
    ["every action", { ...statement, Action: `${service}:*` }],
    ...(Resource === undefined || Resource === "*"
      ? []
      : [["every resource", { ...statement, Resource: "*" }] as Change]),
    ...(Principal === undefined
      ? []
      : [
          ["everybody", { ...statement, Principal: { AWS: "*" } }] as Change,
          ["all of our account", { ...statement, Principal: { AWS: `arn:aws:iam::${OURS}:root` } }] as Change,
        ]),
  ];
}

function denyingLess(statement: Loose): Change[] {
  const [service = ""] = [statement.Action].flat()[0]?.split(":") ?? [];
  const { NotResource } = statement;
  return [
    ["taken away", undefined],
    ["only one action", { ...statement, Action: service === "s3" ? "s3:GetObject" : "kms:Decrypt" }],
    ...(NotResource === undefined
      ? []
      : [
          [
            "siblings too",
            {
              ...statement,
              NotResource: [NotResource].flat().map(siblings),
            },
          ] as Change,
        ]),
    ...Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.keys(keys).map(
        (key): Change => [
          `only for another ${key}`,
          // Of a denial by `Not`, more values let more through.
          { ...statement, Condition: { [operator]: { [key]: operator.includes("Not") ? "*" : "nobody" } } },
        ],
      ),
    ),
  ];
}

function conditionKeys({ Condition = {} }: Loose): [operator: string, key: string][] {
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.keys(keys).map((key): [string, string] => [operator, key]),
  );
}

function withoutConditions(statement: Loose): Change[] {
  return conditionKeys(statement).map(([operator, key]): Change => {
    const { [key]: _, ...keys } = statement.Condition?.[operator] ?? {};
    const { [operator]: __, ...others } = statement.Condition ?? {};
    const left = Object.keys(keys).length === 0 ? others : { ...others, [operator]: keys };
    return [`without ${key}`, { ...statement, Condition: left }];
  });
}

/** The key has to be there, whatever its value. */
function withPatterns(statement: Loose): Change[] {
  return conditionKeys(statement)
    .filter(([operator]) => !operator.startsWith("ForAllValues"))
    .map(([operator, key]): Change => {
      const { [key]: _, ...keys } = statement.Condition?.[operator] ?? {};
      const condition = { ...statement.Condition, [operator]: keys };
      return [
        `any ${key}`,
        { ...statement, Condition: { ...condition, StringLike: { ...condition.StringLike, [key]: "*" } } },
      ];
    });
}

/** The same in every account; for what has none in its name, everything that begins alike. */
function siblings(arn: string): string {
  if (/:\d{12}:/.test(arn)) return arn.replace(/:\d{12}:/, ":*:");
  return `${arn.replace(/\/\*$/, "").slice(0, -3)}*`;
}
