import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ensureTable, startDynamo } from "../../functions/local/dynamo.ts";
import { dynamoTeamStore } from "../../lib/teams/dynamo-team-store.ts";
import type { TeamStore } from "../../lib/teams/team-store.ts";

export interface DynamoStore {
  store: TeamStore;
  client: DynamoDBClient;
  endpoint: string;
  tableName: string;
  close(): Promise<void>;
}

/** A team store on an empty table of a DynamoDB of its own. */
export async function startDynamoStore(): Promise<DynamoStore> {
  const database = await startDynamo({ port: 0 });
  const client = dynamoClient(database.endpoint);
  const tableName = "byob";
  await ensureTable(client, tableName);
  return {
    store: dynamoTeamStore({ client, tableName }),
    client,
    endpoint: database.endpoint,
    tableName,
    close: async () => {
      client.destroy();
      await database.close();
    },
  };
}

export function dynamoClient(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  return new DynamoDBClient({ endpoint, region: "us-east-1", credentials });
}
