import { type App, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table } from "aws-cdk-lib/aws-dynamodb";
import { Key } from "aws-cdk-lib/aws-kms";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { acknowledge } from "./acknowledge.ts";
import type { FunctionName } from "./function-names.ts";
import { idOf } from "./function-names.ts";
import type { Settings } from "./settings.ts";

/** What must outlive the service: losing the table or the key loses every team's binding. */
export interface Kept {
  stack: Stack;
  table: Table;
  /** Seals the teams' credentials before they stand in the table. */
  sealingKey: Key;
  /** Authenticates the ids of uploads; a new one only ends the uploads that are under way. */
  uploadKey: Secret;
  /** The functions' logs hold the audit records. */
  logs: Record<FunctionName, LogGroup>;
  /** One line of API Gateway's for each request. */
  accessLog: LogGroup;
}

/** The table, the sealing key and the logs. All stay when their stack is deleted. */
export function createDataStack(app: App, { stage, logRetentionDays }: Settings): Kept {
  const stack = new Stack(app, `byob-${stage}-data`, {
    description: `BYOB ${stage}: the bindings of teams to buckets, the key that seals their credentials, the logs`,
    terminationProtection: true,
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
  acknowledge(uploadKey, "AwsSolutions-SMG4", ROTATION);

  const log = (id: string) =>
    new LogGroup(stack, id, { retention: logRetentionDays, removalPolicy: RemovalPolicy.RETAIN });
  const logOf = (name: FunctionName) => {
    const group = log(`${idOf(name)}Log`);
    new CfnOutput(stack, `${idOf(name)}LogName`, { value: group.logGroupName });
    return group;
  };
  const logs = { teams: logOf("teams"), buckets: logOf("buckets"), presign: logOf("presign") };
  const accessLog = log("AccessLog");
  new CfnOutput(stack, "AccessLogName", { value: accessLog.logGroupName });
  new CfnOutput(stack, "TableName", { value: table.tableName });
  return { stack, table, sealingKey, uploadKey, logs, accessLog };
}

const ROTATION =
  "A rotation breaks off every upload in parts that is under way, and buys little: the value signs ids that open nothing without a member's token. It is replaced by hand if it leaks.";
