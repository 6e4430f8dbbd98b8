import { type App, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table } from "aws-cdk-lib/aws-dynamodb";
import { Key } from "aws-cdk-lib/aws-kms";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Settings } from "./settings.ts";

/** What must outlive the service: losing either one loses every team's binding. */
export interface Kept {
  stack: Stack;
  table: Table;
  /** Seals the teams' credentials before they stand in the table. */
  sealingKey: Key;
  /** Authenticates the ids of uploads; a new one only ends the uploads that are under way. */
  uploadKey: Secret;
}

/** The table and the sealing key. Both stay when their stack is deleted. */
export function createDataStack(app: App, { stage }: Settings): Kept {
  const stack = new Stack(app, `byob-${stage}-data`, {
    description: `BYOB ${stage}: the bindings of teams to buckets, and the key that seals their credentials`,
  });
  const table = new Table(stack, "Table", {
    partitionKey: { name: "pk", type: AttributeType.STRING },
    sortKey: { name: "sk", type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const sealingKey = new Key(stack, "SealingKey", {
    description: `BYOB ${stage}: seals the credentials of teams`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const uploadKey = new Secret(stack, "UploadKey", {
    description: `BYOB ${stage}: authenticates the ids of uploads in parts`,
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
  });
  return { stack, table, sealingKey, uploadKey };
}
