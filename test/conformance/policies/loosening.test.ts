import { describe, expect, it } from "vitest";
import { strictBucketPolicy } from "../../../lib/storage/aws/documents/bucket-policy.ts";
import { strictKeyPolicy } from "../../../lib/storage/aws/documents/kms-key-policy.ts";
import type { Policy, Statement } from "../../../lib/storage/s3/documents/policy.ts";
import { BUCKET, BUCKET_NAME, bucketRows, ORG } from "./bucket-requests.ts";
import { keyRows } from "./key-requests.ts";
import { CUSTOMER, isAllowed, ROLE, type Row } from "./simulate.ts";

const ROOT = "runs/";
const place = { region: "us-east-1", principal: ROLE, org: ORG };
const bucketPolicy = strictBucketPolicy({ ...place, bucketName: BUCKET_NAME, root: ROOT });
const keyPolicy = strictKeyPolicy({ ...place, accountId: CUSTOMER });

/** Everything that makes one statement let in more. */
function loosenings(statement: Statement): [name: string, looser: object][] {
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.keys(keys).map((key) => [operator, key] as const),
  );
  const { Condition, ...unconditional } = statement;
  return [
    ["without its conditions", unconditional],
    ...conditions.map(([operator, key]): [string, object] => [
      `without ${key}`,
      { ...statement, Condition: withoutKey(Condition, operator, key) },
    ]),
    ...conditions.map(([operator, key]): [string, object] => [
      `with ${key} cut short`,
      { ...statement, Condition: cutShort(Condition, operator, key) },
    ]),
    ["for everybody", { ...statement, Principal: { AWS: "*" } }],
    ["for all of W&B's account", { ...statement, Principal: { AWS: "arn:aws:iam::725579432336:root" } }],
    ["for every action", { ...statement, Action: statement.Sid === "External" ? "kms:*" : "s3:*" }],
  ];
}

function resourceLoosenings(statement: Statement): [name: string, looser: object][] {
  const wider = [statement.Resource]
    .flat()
    .map((arn) => (arn.endsWith("/*") ? arn.replace(/\/\*$/, "*") : `${arn}*`));
  return [
    ["on every resource", { ...statement, Resource: "*" }],
    ["on all of the bucket", { ...statement, Resource: [BUCKET, `${BUCKET}/*`] }],
    ["on siblings", { ...statement, Resource: wider }],
  ];
}

/** Loosenings that let in nothing more: these actions are asked of the bucket alone, and no others have a prefix. */
const HARMLESS = [
  "WandBLists on all of the bucket",
  "WandBLists for every action",
  "WandBBucketReads on all of the bucket",
];

type Conditions = Record<string, Record<string, unknown>>;

function withoutKey(condition: Statement["Condition"], operator: string, key: string): Conditions {
  const { [key]: _, ...keys } = condition?.[operator] ?? {};
  return { ...condition, [operator]: keys };
}

/** The same key with the beginning of its value and a star. */
function cutShort(condition: Statement["Condition"], operator: string, key: string): Conditions {
  const value = String(condition?.[operator]?.[key]).replace(/\/\*$/, "");
  const others = withoutKey(condition, operator, key);
  return { ...others, StringLike: { ...others.StringLike, [key]: `${value.slice(0, 4)}*` } };
}

/** How many rows a policy answers otherwise than the table says. */
async function wrongRows(policy: object, rows: readonly Row[]): Promise<number> {
  let wrong = 0;
  for (const row of rows) if ((await isAllowed({ resourcePolicy: policy }, row)) !== row.allowed) wrong += 1;
  return wrong;
}

const CASES: [
  name: string,
  policy: Policy,
  rows: Row[],
  statement: Statement,
  loosened: [string, object][],
][] = [
  ...bucketPolicy.Statement.map((statement): (typeof CASES)[number] => [
    statement.Sid ?? "",
    bucketPolicy,
    bucketRows("strict", ROOT),
    statement,
    [...loosenings(statement), ...resourceLoosenings(statement)],
  ]),
  ...keyPolicy.Statement.filter(({ Sid }) => Sid === "External").map((statement): (typeof CASES)[number] => [
    "External",
    keyPolicy,
    keyRows("strict"),
    statement,
    loosenings(statement),
  ]),
];

describe.each(CASES)("the strict statement %s", (sid, policy, rows, statement, loosened) => {
  const wrongWith = (other: object | undefined) =>
    wrongRows(
      { ...policy, Statement: policy.Statement.flatMap((own) => (own === statement ? (other ?? []) : own)) },
      rows,
    );

  it("as it is: the table holds, whatever the role itself may do", async () => {
    expect(await wrongWith(statement)).toBe(0);
  });

  it.each(loosened)("%s: a row turns, unless that lets in nothing more", async (name, looser) => {
    expect((await wrongWith(looser)) > 0).toBe(!HARMLESS.includes(`${sid} ${name}`));
  });

  it("taken away: a row turns", async () => {
    expect(await wrongWith(undefined)).toBeGreaterThan(0);
  });

  it.each([statement.Action].flat())("without %s: a row turns", async (action) => {
    const Action = [statement.Action].flat().filter((other) => other !== action);
    expect(await wrongWith({ ...statement, Action })).toBeGreaterThan(0);
  });
});
