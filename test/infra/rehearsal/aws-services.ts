import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ensureTable, startDynamo } from "../../../functions/local/dynamo.ts";
import { startSecretsServer } from "../../api/runtimes/secrets-server.ts";
import { startKmsServer } from "../../support/kms-server.ts";
import { startStsServer } from "../../support/sts-server.ts";

export interface AwsServices {
  /** Endpoints, by the names that signatures have for them. */
  endpoints: Record<"dynamodb" | "kms" | "sts" | "secretsmanager", string>;
  table: DynamoDBClient;
  close(): Promise<void>;
}

/** What of AWS a deployment has made: its table, its key, its secrets and STS. */
export async function startAwsServices(
  tableName: string,
  keyArn: string,
  secrets: Record<string, string>,
): Promise<AwsServices> {
  const [dynamo, kms, sts, secretsManager] = await Promise.all([
    startDynamo({ port: 0 }),
    startKmsServer(keyArn),
    startStsServer(() => new Date()),
    startSecretsServer(secrets),
  ]);
  const table = new DynamoDBClient({
    region: "us-east-1",
    endpoint: dynamo.endpoint,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  await ensureTable(table, tableName);
  return {
    endpoints: {
      dynamodb: dynamo.endpoint,
      kms: kms.endpoint,
      sts: sts.endpoint,
      secretsmanager: secretsManager.endpoint,
    },
    table,
    async close() {
      table.destroy();
      await Promise.all([dynamo.close(), kms.close(), sts.close(), secretsManager.close()]);
    },
  };
}
