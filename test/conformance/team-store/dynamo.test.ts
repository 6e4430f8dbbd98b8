import { DeleteItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll } from "vitest";
import { awsService } from "../../../lib/aws/aws-service.ts";
import { callByNode } from "../../../lib/outbound/call-by-node.ts";
import { secret } from "../../../lib/secret.ts";
import { dynamoTeamReader } from "../../../lib/teams/dynamo-team-reader.ts";
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
// The store's own writes, read as presign reads them.
describeTeamStore("teams in DynamoDB (dynalite), read without the SDK", async () => {
  const service = awsService({
    service: "dynamodb",
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: secret("local") },
    url: new URL(dynamo.endpoint),
    call: callByNode,
  });
  const { store, close } = await emptyStore();
  return { store: { ...store, ...dynamoTeamReader(service, dynamo.tableName) }, close };
});
describeTeamList("the list of teams in DynamoDB (dynalite)", emptyStore);

async function emptyTable({ client, tableName }: DynamoStore): Promise<void> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName }));
  for (const { pk, sk } of Items) {
    if (pk === undefined || sk === undefined) throw new Error("An item has no key");
    await client.send(new DeleteItemCommand({ TableName: tableName, Key: { pk, sk } }));
  }
}
