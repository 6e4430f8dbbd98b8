import { DeleteItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll } from "vitest";
import { type DynamoStore, startDynamoStore } from "../../support/dynamo-store.ts";
import { describeTeamList } from "./team-list-suite.ts";
import { describeTeamStore } from "./team-store-suite.ts";

let dynamo: DynamoStore;
beforeAll(async () => {
  dynamo = await startDynamoStore();
});
afterAll(() => dynamo.close());

const emptyStore = async () => ({ store: dynamo.store, close: () => emptyTable(dynamo) });

describeTeamStore("teams and claims in DynamoDB (dynalite)", emptyStore);
describeTeamList("the list of teams in DynamoDB (dynalite)", emptyStore);

async function emptyTable({ client, tableName }: DynamoStore): Promise<void> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName }));
  for (const { pk, sk } of Items) {
    if (pk === undefined || sk === undefined) throw new Error("An item has no key");
    await client.send(new DeleteItemCommand({ TableName: tableName, Key: { pk, sk } }));
  }
}
