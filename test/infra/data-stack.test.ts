import { describe, test } from "vitest";
import { DEPLOYMENT_TYPES } from "../../lib/deployment-type.ts";
import { CONTEXTS, FULL_CONTEXTS } from "./contexts.ts";
import { synthesize } from "./synthesize.ts";

describe.each(DEPLOYMENT_TYPES)("the data stack of a %s deployment", (deployment) => {
  const { data } = synthesize(CONTEXTS[deployment]);

  test("keeps one table, keyed as the team store reads it, whatever becomes of the stack", () => {
    data.resourceCountIs("AWS::DynamoDB::Table", 1);
    data.hasResource("AWS::DynamoDB::Table", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
        AttributeDefinitions: [
          { AttributeName: "pk", AttributeType: "S" },
          { AttributeName: "sk", AttributeType: "S" },
        ],
        BillingMode: "PAY_PER_REQUEST",
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
  });

  test("keeps the sealing key, and rotates it", () => {
    data.resourceCountIs("AWS::KMS::Key", 1);
    data.hasResource("AWS::KMS::Key", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: { EnableKeyRotation: true },
    });
  });

  test("keeps the logs, which hold the audit records, for as long as the context says", () => {
    data.resourceCountIs("AWS::Logs::LogGroup", 4);
    data.allResources("AWS::Logs::LogGroup", {
      DeletionPolicy: "Retain",
      Properties: { RetentionInDays: 90 },
    });
    const longer = synthesize(FULL_CONTEXTS[deployment]).data;
    longer.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 365 });
  });
});
