import type { EncryptCommandInput, KMSClient } from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import { FUNCTION_NAMES } from "../../infra/function-names.ts";
import { kmsVault } from "../../lib/credentials/kms-vault.ts";
import { DEPLOYMENT_TYPES } from "../../lib/deployment-type.ts";
import { secret } from "../../lib/secret.ts";
import { claimKey, orgPartition, PUBLIC_PROJECTION } from "../../lib/teams/dynamo-items.ts";
import { CONTEXTS, FULL_CONTEXTS, STORES_ARN } from "./contexts.ts";
import {
  actionsOf,
  functionOf,
  integrationRoleOf,
  resourcesOf,
  roleOf,
  statementsOf,
} from "./read-template.ts";
import { resolved } from "./resolve-template.ts";
import { synthesize } from "./synthesize.ts";

const LOGS = ["logs:CreateLogStream", "logs:PutLogEvents"];
const SESSIONS = ["sts:AssumeRole", "sts:TagSession"];

describe.each(DEPLOYMENT_TYPES)("the permissions in a %s deployment", (deployment) => {
  const templates = synthesize(CONTEXTS[deployment]);
  const { identity, service, data } = templates;
  const stores = deployment === "multi-tenant" ? [] : ["secretsmanager:GetSecretValue"];
  const of = (name: (typeof FUNCTION_NAMES)[number]) => statementsOf(identity, name);
  const bySid = (name: (typeof FUNCTION_NAMES)[number], sid: string) =>
    of(name).find((statement) => statement.Sid === sid);

  test("presign reads and opens; it writes nothing", () => {
    expect(actionsOf(of("presign"))).toEqual([
      "dynamodb:GetItem",
      "kms:Decrypt",
      ...LOGS,
      "secretsmanager:GetSecretValue",
      ...stores,
      ...SESSIONS,
    ]);
  });

  test("presign reads items of teams only", () => {
    expect(bySid("presign", "ReadBindings")?.Condition).toEqual({
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [orgPartition("*")] },
      Null: { "dynamodb:LeadingKeys": "false" },
    });
  });

  test("buckets reads; it writes nothing and has no key", () => {
    const reads = ["dynamodb:GetItem", "dynamodb:GetItem", "dynamodb:Query"];
    expect(actionsOf(of("buckets"))).toEqual([...reads, ...LOGS, ...stores, ...SESSIONS]);
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
      ...SESSIONS,
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
    const roles = FUNCTION_NAMES.map((name) => roleOf(identity, name));
    expect(new Set(roles.map(({ id }) => id)).size).toBe(FUNCTION_NAMES.length);
    for (const { properties } of roles) {
      expect(Object.keys(properties).sort()).toEqual(["AssumeRolePolicyDocument", "Description"]);
      expect(properties.AssumeRolePolicyDocument.Statement).toEqual([
        { Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } },
      ]);
    }
    for (const name of FUNCTION_NAMES)
      expect(resolved(functionOf(service, name).properties.Role, service, templates)).toMatch(
        new RegExp(`:role/${roleOf(identity, name).id}$`),
      );
  });

  test("there is no other role than the functions' and the integration role", () => {
    const roles = Object.values(templates).flatMap((template) => resourcesOf(template, "AWS::IAM::Role"));
    const known = [...FUNCTION_NAMES.map((name) => roleOf(identity, name)), integrationRoleOf(identity)];
    expect(roles.map(({ id }) => id).sort()).toEqual(known.map(({ id }) => id).sort());
  });

  test("each function assumes the integration role and no other", () => {
    for (const name of FUNCTION_NAMES)
      expect(bySid(name, "AssumeIntegrationRole")?.Resource).toEqual({
        "Fn::GetAtt": [integrationRoleOf(identity).id, "Arn"],
      });
  });

  test("nothing is allowed on every resource, nor by a wildcard", () => {
    for (const statement of FUNCTION_NAMES.flatMap(of)) {
      expect(statement.Effect).toBe("Allow");
      expect(JSON.stringify([statement.Action, statement.Resource])).not.toContain("*");
    }
  });

  test("a function reads the secrets that it needs, and only presign the one that signs uploads", () => {
    const uploadKey = resourcesOf(data, "AWS::SecretsManager::Secret").map(({ id }) => id);
    const secretsOf = (name: (typeof FUNCTION_NAMES)[number], from = templates) =>
      resolved(statementsOf(from.identity, name), from.identity, from)
        .filter((statement) => actionsOf([statement])[0] === "secretsmanager:GetSecretValue")
        .map(({ Resource }) => String(Resource));
    const ofAll = deployment === "multi-tenant" ? [] : [STORES_ARN];
    expect(secretsOf("teams")).toEqual(ofAll);
    expect(secretsOf("buckets")).toEqual(ofAll);
    expect(secretsOf("presign")).toEqual([expect.stringContaining(`:secret:${uploadKey[0]}-`), ...ofAll]);

    const full = FULL_CONTEXTS[deployment];
    const given = ["registeredStoresArn", "defaultStoreArn", "gcpKeyArn", "coreweaveKeyArn"].flatMap(
      (name) => full[name] ?? [],
    );
    const withKeys = synthesize(full);
    for (const name of FUNCTION_NAMES)
      expect(secretsOf(name, withKeys).filter((arn) => !arn.includes("UploadKey"))).toEqual(given);
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
