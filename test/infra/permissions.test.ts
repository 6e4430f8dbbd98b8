import type { EncryptCommandInput, KMSClient } from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import { FUNCTION_NAMES } from "../../infra/function-names.ts";
import { kmsVault } from "../../lib/credentials/kms-vault.ts";
import { DEPLOYMENT_TYPES } from "../../lib/deployment-type.ts";
import { secret } from "../../lib/secret.ts";
import { claimKey, orgPartition, PUBLIC_PROJECTION } from "../../lib/teams/dynamo-items.ts";
import { CONTEXTS, STORES_ARN } from "./contexts.ts";
import { actionsOf, resourcesOf, roleOf, statementsOf } from "./read-template.ts";
import { synthesize } from "./synthesize.ts";

const LOGS = ["logs:CreateLogStream", "logs:PutLogEvents"];

describe.each(DEPLOYMENT_TYPES)("the permissions in a %s deployment", (deployment) => {
  const { service } = synthesize(CONTEXTS[deployment]);
  const stores = deployment === "multi-tenant" ? [] : ["secretsmanager:GetSecretValue"];
  const of = (name: (typeof FUNCTION_NAMES)[number]) => statementsOf(service, name);
  const bySid = (name: (typeof FUNCTION_NAMES)[number], sid: string) =>
    of(name).find((statement) => statement.Sid === sid);

  test("presign reads and opens; it writes nothing", () => {
    expect(actionsOf(of("presign"))).toEqual(["dynamodb:GetItem", "kms:Decrypt", ...LOGS, ...stores]);
  });

  test("presign reads items of teams only", () => {
    expect(bySid("presign", "ReadBindings")?.Condition).toEqual({
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [orgPartition("*")] },
      Null: { "dynamodb:LeadingKeys": "false" },
    });
  });

  test("buckets reads; it writes nothing and has no key", () => {
    const reads = ["dynamodb:GetItem", "dynamodb:GetItem", "dynamodb:Query"];
    expect(actionsOf(of("buckets"))).toEqual([...reads, ...LOGS, ...stores]);
  });

  test("buckets reads claims whole", () => {
    expect(bySid("buckets", "ReadClaims")?.Condition).toEqual({
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [claimKey("*").pk?.S] },
      Null: { "dynamodb:LeadingKeys": "false" },
    });
  });

  test("buckets reads teams by the public projection and in no other way", () => {
    const condition = bySid("buckets", "ReadPublicHalf")?.Condition;
    const projected = Object.values(PUBLIC_PROJECTION.ExpressionAttributeNames);
    expect(condition).toEqual({
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [orgPartition("*")] },
      "ForAllValues:StringEquals": { "dynamodb:Attributes": projected },
      StringEquals: { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" },
      Null: { "dynamodb:LeadingKeys": "false", "dynamodb:Attributes": "false" },
    });
    expect(projected).toEqual(expect.arrayContaining(["pk", "sk"]));
    expect(JSON.stringify(of("buckets"))).not.toContain("sealed");
  });

  test("teams reads and writes items, seals and opens; it deletes none", () => {
    expect(actionsOf(of("teams"))).toEqual([
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "dynamodb:UpdateItem",
      "kms:Decrypt",
      "kms:Encrypt",
      ...LOGS,
      ...stores,
    ]);
  });

  test("the sealing key serves the vault's own encryption context alone", async () => {
    const context = Object.keys(await contextOfASeal());
    for (const statement of [bySid("teams", "SealAndOpen"), bySid("presign", "Open")])
      expect(statement?.Condition).toEqual({
        "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": context },
        Null: Object.fromEntries(context.map((key) => [`kms:EncryptionContext:${key}`, "false"])),
      });
  });

  test("each function has a role of its own, for Lambda alone and without managed policies", () => {
    const roles = FUNCTION_NAMES.map((name) => roleOf(service, name));
    expect(new Set(roles.map(({ id }) => id)).size).toBe(FUNCTION_NAMES.length);
    expect(resourcesOf(service, "AWS::IAM::Role")).toHaveLength(FUNCTION_NAMES.length);
    for (const { properties } of roles) {
      expect(Object.keys(properties)).toEqual(["AssumeRolePolicyDocument"]);
      expect(properties.AssumeRolePolicyDocument.Statement).toEqual([
        { Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } },
      ]);
    }
  });

  test("nothing is allowed on every resource, nor by a wildcard", () => {
    for (const statement of FUNCTION_NAMES.flatMap(of)) {
      expect(statement.Effect).toBe("Allow");
      expect(JSON.stringify([statement.Action, statement.Resource])).not.toContain("*");
      if (actionsOf([statement])[0] === "secretsmanager:GetSecretValue")
        expect(statement.Resource).toBe(STORES_ARN);
    }
  });
});

async function contextOfASeal(): Promise<Record<string, string>> {
  let context: Record<string, string> = {};
  const client = {
    async send({ input }: { input: EncryptCommandInput }) {
      context = input.EncryptionContext ?? {};
      return { CiphertextBlob: new Uint8Array(1) };
    },
  } as unknown as KMSClient;
  await kmsVault(client, "key").seal(secret("a secret"), { org: "acme", team: "omega" });
  return context;
}
