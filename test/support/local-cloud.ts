import { randomBytes } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ensureTable, startDynamo } from "../../functions/local/dynamo.ts";
import { startObjectStore } from "../../functions/local/object-store.ts";

interface LocalBucket {
  name: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export interface LocalCloud {
  dynamo: DynamoDBClient;
  dynamoEndpoint: string;
  tableName: string;
  /** Path-style S3 endpoint with its base path. */
  s3Endpoint: string;
  /** In the order asked for. */
  buckets: LocalBucket[];
  close(): Promise<void>;
}

/**
 * DynamoDB in memory with the table in it, and an S3 store with these buckets, each with keys of its own; all on
 * free ports of this machine.
 */
export async function startLocalCloud(bucketNames: readonly string[]): Promise<LocalCloud> {
  const buckets = bucketNames.map((name) => ({
    name,
    accessKeyId: `AK${randomBytes(8).toString("hex").toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString("base64"),
  }));
  const database = await startDynamo({ port: 0 });
  const dynamo = new DynamoDBClient({
    endpoint: database.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const closeDatabase = async () => {
    dynamo.destroy();
    await database.close();
  };
  try {
    const tableName = "byob";
    await ensureTable(dynamo, tableName);
    const store = await startObjectStore({
      port: 0,
      buckets: Object.fromEntries(buckets.map(({ name, ...keys }) => [name, keys])),
    });
    const close = async () => {
      await Promise.all([closeDatabase(), store.close()]);
    };
    return {
      dynamo,
      dynamoEndpoint: database.endpoint,
      tableName,
      s3Endpoint: store.endpoint,
      buckets,
      close,
    };
  } catch (error) {
    await closeDatabase();
    throw error;
  }
}
