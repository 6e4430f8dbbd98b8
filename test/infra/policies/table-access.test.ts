import { describe, expect, test } from "vitest";
import type { FunctionName } from "../../../infra/function-names.ts";
import { claimKey, orgPartition, PUBLIC_ATTRIBUTES } from "../../../lib/teams/dynamo-items.ts";
import { CONTEXTS } from "../contexts.ts";
import { resourcesOf, roleOf } from "../read-template.ts";
import { OURS } from "../resolve-template.ts";
import { synthesize } from "../synthesize.ts";
import { rolePolicies } from "./role-policies.ts";
import { isAllowed } from "./simulate.ts";

const { data, identity } = synthesize(CONTEXTS["multi-tenant"]);
const policies = rolePolicies("multi-tenant");
const TABLE = `arn:aws:dynamodb:us-east-1:${OURS}:table/${resourcesOf(data, "AWS::DynamoDB::Table")[0]?.id}`;

const ORG = orgPartition("acme");
const CLAIM = claimKey("s3:aws:bucket").pk?.S ?? "";
const READS = ["dynamodb:GetItem", "dynamodb:Query"];
const WRITES = ["dynamodb:PutItem", "dynamodb:UpdateItem"];
const NOBODYS = ["dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:Scan", "dynamodb:DeleteTable"];

interface Read {
  partition: string;
  attributes?: readonly string[];
  select?: string;
}

const whole = (partition: string): Read => ({ partition, select: "ALL_ATTRIBUTES" });
const projected = (partition: string, attributes: readonly string[] = PUBLIC_ATTRIBUTES): Read => ({
  partition,
  attributes,
  select: "SPECIFIC_ATTRIBUTES",
});

function may(name: FunctionName, action: string, { partition, attributes, select }: Read): Promise<boolean> {
  const principal = `arn:aws:iam::${OURS}:role/${roleOf(identity, name).id}`;
  const context = {
    "dynamodb:LeadingKeys": [partition],
    ...(attributes === undefined ? {} : { "dynamodb:Attributes": [...attributes] }),
    ...(select === undefined ? {} : { "dynamodb:Select": select }),
  };
  return isAllowed(
    { identity: policies.functions[principal] ?? {} },
    { action, principal, resource: TABLE, account: OURS, context },
  );
}

describe("presign", () => {
  test("reads bindings with their seals", async () => {
    expect(await may("presign", "dynamodb:GetItem", whole(ORG))).toBe(true);
  });

  test.each([...WRITES, ...NOBODYS, "dynamodb:Query"])("has no %s", async (action) => {
    for (const read of [whole(ORG), whole(CLAIM), projected(ORG)])
      expect(await may("presign", action, read)).toBe(false);
  });

  test("reads no claims", async () => {
    expect(await may("presign", "dynamodb:GetItem", whole(CLAIM))).toBe(false);
  });
});

describe("buckets", () => {
  test.each(READS)("reads the public half of teams by %s", async (action) => {
    expect(await may("buckets", action, projected(ORG))).toBe(true);
  });

  test.each(READS)("reads no seal by %s, in any way of asking", async (action) => {
    for (const read of [
      whole(ORG),
      projected(ORG, [...PUBLIC_ATTRIBUTES, "sealed"]),
      projected(ORG, ["sealed"]),
      { partition: ORG },
      { partition: ORG, select: "SPECIFIC_ATTRIBUTES" },
      { partition: ORG, attributes: PUBLIC_ATTRIBUTES, select: "ALL_ATTRIBUTES" },
    ])
      expect(await may("buckets", action, read)).toBe(false);
  });

  test("reads claims whole", async () => {
    expect(await may("buckets", "dynamodb:GetItem", whole(CLAIM))).toBe(true);
  });

  test.each([...WRITES, ...NOBODYS])("has no %s", async (action) => {
    for (const read of [whole(ORG), whole(CLAIM), projected(ORG), projected(ORG, ["sealed"])])
      expect(await may("buckets", action, read)).toBe(false);
  });
});

describe("teams", () => {
  test.each([...READS, ...WRITES])("has %s", async (action) => {
    for (const partition of [ORG, CLAIM]) expect(await may("teams", action, whole(partition))).toBe(true);
  });

  test.each(NOBODYS)("has no %s", async (action) => {
    expect(await may("teams", action, whole(ORG))).toBe(false);
  });
});
